// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.scheduler.cluster.k8s;

import io.podsmith.scheduler.roll.ExecutorRoller;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/** What users name in {@code spark.plugins} to have executors replaced while a job runs. */
public final class ExecutorRollPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new ExecutorRoller();
  }

  @Override
  @SuppressWarnings("NullAway") // Spark takes null for "nothing to do in executors"
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
