// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.border;

/** The engine as Spark's side sees it. Safe for use by several threads. */
public interface PodSteps {
  /**
   * Runs the steps of a driver. Nothing is created on the cluster.
   *
   * @param input the driver pod after Spark's built-in steps, and the application
   * @return the pod after all steps, and what they add to it
   * @throws RuntimeException whose message begins with an error code, if a setting, a step or a
   *     plugin is invalid
   */
  PodOutput configureDriver(DriverInput input);

  /**
   * Runs the steps of an executor.
   *
   * @param input the executor pod after Spark's built-in steps
   * @return the pod after all steps, without properties and objects
   * @throws RuntimeException whose message begins with an error code, if a setting, a step or a
   *     plugin is invalid
   */
  PodOutput configureExecutor(ExecutorInput input);
}
