// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that a step produces. */
record StepOutcome(SparkPod pod, Map<String, String> properties, List<HasMetadata> objects) {
  /** Runs a step on the seeded pod. */
  static StepOutcome of(KubernetesFeatureConfigStep step) {
    return of(step.configurePod(SeededPod.create()), step);
  }

  /** Returns what a step produces beside a pod that it has created. */
  static StepOutcome of(SparkPod pod, KubernetesFeatureConfigStep step) {
    List<HasMetadata> objects = new ArrayList<>(step.getAdditionalPreKubernetesResources());
    objects.addAll(step.getAdditionalKubernetesResources());
    return new StepOutcome(pod, new TreeMap<>(step.getAdditionalPodSystemProperties()), objects);
  }
}
