// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.conf.AppLanguage;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Quantities;

/**
 * The memory of a driver's container.
 *
 * @param container heap and overhead
 * @param sharedOverheadFactor the share of the heap that is added as overhead where a role has no
 *     factor of its own; executors inherit it from the driver's properties
 */
record DriverMemory(Quantity container, double sharedOverheadFactor) {
  static DriverMemory of(KubernetesDriverConf conf) {
    double shared = sharedFactor(conf);
    double factor =
        conf.contains(SparkKeys.DRIVER_MEMORY_OVERHEAD_FACTOR)
            ? conf.get(SparkKeys.DRIVER_MEMORY_OVERHEAD_FACTOR)
            : shared;
    long heap = conf.get(SparkKeys.DRIVER_MEMORY);
    long overhead =
        conf.get(SparkKeys.DRIVER_MEMORY_OVERHEAD)
            .orElseGet(
                () ->
                    Math.max(
                        (long) (factor * heap), conf.get(SparkKeys.DRIVER_MIN_MEMORY_OVERHEAD)));
    return new DriverMemory(Quantities.mebibytes(heap + overhead), shared);
  }

  private static double sharedFactor(KubernetesDriverConf conf) {
    boolean outsideJvm = conf.mainAppResource().language() != AppLanguage.JAVA;
    return outsideJvm && !conf.contains(PodKeys.MEMORY_OVERHEAD_FACTOR)
        ? Constants.NON_JVM_MEMORY_OVERHEAD_FACTOR
        : conf.get(PodKeys.MEMORY_OVERHEAD_FACTOR);
  }
}
