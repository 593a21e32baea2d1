// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

import java.util.Optional;

/**
 * An executor that is about to be created.
 *
 * @param spark what is known about any pod of the application
 * @param executorId the id of the executor, a positive number in digits
 * @param resourceProfileId the id of its resource profile, 0 for the default one
 * @param driverPod the driver's pod as JSON, empty if the driver runs outside the cluster
 * @param pod the pod after Spark's built-in steps
 */
public record ExecutorInput(
    SparkInput spark,
    String executorId,
    int resourceProfileId,
    Optional<String> driverPod,
    PodText pod) {
  /** Leaves the texts out, which may contain secrets. */
  @Override
  public String toString() {
    return "ExecutorInput{%s, executor=%s}".formatted(spark, executorId);
  }
}
