// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.SparkConfs;
import io.podsmith.scheduler.pods.growth.Growth;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the claims grow whose volumes executors report to be too full. */
public final class VolumeResizer implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeResizer.class);

  private @Nullable SparkContext sc;
  private @Nullable Growth growth;

  /** Returns how often executors are to report, for {@link DiskReporter}. */
  @Override
  public Map<String, String> init(SparkContext context, PluginContext plugin) {
    SparkSettings settings = SparkConfs.settings(context.conf());
    long minutes = settings.get(ExecutorKeys.PVC_RESIZE_INTERVAL);
    growth =
        new Growth(
            settings.get(ExecutorKeys.PVC_RESIZE_THRESHOLD),
            settings.get(ExecutorKeys.PVC_RESIZE_FACTOR),
            settings.get(ExecutorKeys.PVC_RESIZE_MAX_STORAGE));
    sc = context;
    if (minutes == 0) {
      LOG.warn(
          "Not resizing the volumes of executors: {} is 0", ExecutorKeys.PVC_RESIZE_INTERVAL.key());
      return Map.of();
    }
    if (!PodsOfDriver.areDirect(settings)) {
      LOG.warn(
          "Not resizing the volumes of executors: all executors are created from one template;"
              + " unset {}",
          ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key());
      return Map.of();
    }
    return Map.of(DiskReporter.INTERVAL_MINUTES, Long.toString(minutes));
  }

  @Override
  @SuppressWarnings("NullAway") // Spark takes null for "no answer"
  public Object receive(Object message) {
    if (message instanceof DiskUsage usage && sc != null && growth != null) {
      Growth rule = growth;
      PodsOfDriver.find(sc)
          .ifPresent(
              pods -> pods.growClaims(Long.parseLong(usage.executorId()), usage.shares(), rule));
    }
    return null;
  }
}
