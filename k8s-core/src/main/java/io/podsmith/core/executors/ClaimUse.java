// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.SparkSettings;
import java.util.List;

/** Whether an application may have volume claims that its driver deletes at the end. */
public final class ClaimUse {
  private static final String ON_DEMAND = "OnDemand";
  private static final List<String> CLAIM_PREFIXES =
      List.of(
          "spark.kubernetes.executor.volumes.persistentVolumeClaim.",
          "spark.kubernetes.driver.volumes.persistentVolumeClaim.");

  private ClaimUse() {}

  /** Returns whether settings request claims that are created for a pod. */
  public static boolean onDemand(SparkSettings settings) {
    return CLAIM_PREFIXES.stream()
        .flatMap(prefix -> settings.withPrefix(prefix).values().stream())
        .anyMatch(value -> value.contains(ON_DEMAND));
  }

  /** Returns whether a pod has a volume with a claim. */
  public static boolean of(Pod pod) {
    return pod.getSpec() != null
        && pod.getSpec().getVolumes().stream().anyMatch(v -> v.getPersistentVolumeClaim() != null);
  }
}
