// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.scheduler.cluster.k8s;

import io.podsmith.scheduler.resize.DiskReporter;
import io.podsmith.scheduler.resize.VolumeResizer;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/** What users name in {@code spark.plugins} to have the volume claims of executors grow. */
public final class ExecutorPVCResizePlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new VolumeResizer();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new DiskReporter();
  }
}
