// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;
import java.util.Set;

/** Adapts classes of a contract that only tests have. */
public final class LegacySteps implements StepClassAdapter {
  /** The contract. */
  public interface LegacyStep {
    /** Returns the value of the label that the step sets. */
    String value();
  }

  @Override
  public boolean accepts(Class<?> type) {
    return LegacyStep.class.isAssignableFrom(type);
  }

  @Override
  public Optional<String> problem(Class<?> type, PodRole role) {
    return type.getSimpleName().contains("ForExecutors") && role == PodRole.DRIVER
        ? Optional.of("cannot run in driver pods; remove it from the list")
        : Optional.empty();
  }

  @Override
  public Set<String> settings(Class<?> type) {
    return Set.of(
        "spark.kubernetes.legacy.zone",
        "spark.kubernetes.legacy.area",
        "spark.kubernetes.namespace",
        "spark.podsmith.steps.jars",
        "spark.app.name");
  }

  @Override
  public KubernetesFeatureConfigStep create(Class<?> type, KubernetesConf conf)
      throws ReflectiveOperationException {
    if (type.getSimpleName().contains("Gone")) {
      throw new ClassNotFoundException("gone");
    }
    LegacyStep step = (LegacyStep) type.getConstructor().newInstance();
    return pod -> pod.editMetadata(meta -> meta.addToLabels("legacy", step.value()));
  }
}
