// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import java.util.Map;
import java.util.Optional;

/**
 * The annotation of pods with the digest of the plan that they were created from.
 *
 * <p>The submission adds it to the driver pod. The driver, which reads its own pod in any case,
 * adds it to executor pods, so that it takes no request.
 */
public final class PlanAnnotation {
  /** The key of the annotation. */
  public static final String KEY = "podsmith.io/plan";

  private static final String OF_EXECUTORS =
      KeyPrefixes.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX + KEY;

  private PlanAnnotation() {}

  /** Returns a pod with the digest of its plan, which does not contain the annotation itself. */
  public static Pod addTo(Pod pod, Plan plan) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToAnnotations(KEY, PlanDocument.digest(plan))
        .endMetadata()
        .build();
  }

  /**
   * Returns settings by which executor pods get the annotation of the driver pod, if it has one.
   */
  public static SparkSettings inherit(SparkSettings settings, Optional<Pod> driverPod) {
    return driverPod
        .map(pod -> pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(KEY))
        .map(digest -> settings.with(Map.of(OF_EXECUTORS, digest)))
        .orElse(settings);
  }
}
