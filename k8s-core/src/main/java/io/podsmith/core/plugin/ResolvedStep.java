package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;

/** A step made for one pod, ready to be called with the right context class loader. */
public record ResolvedStep(StepInfo info, KubernetesFeatureConfigStep step) {}
