// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.PluginTimer;
import io.podsmith.scheduler.SparkConfs;
import io.podsmith.scheduler.pods.growth.Growth;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives more memory to executors that come close to their limit, every {@code
 * spark.kubernetes.executor.resizeInterval}.
 */
public final class MemoryResizer implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryResizer.class);

  private @Nullable PluginTimer timer;

  @Override
  public Map<String, String> init(SparkContext sc, PluginContext context) {
    SparkSettings settings = SparkConfs.settings(sc.conf());
    long interval = settings.get(ExecutorKeys.EXECUTOR_RESIZE_INTERVAL);
    Growth growth =
        new Growth(
            settings.get(ExecutorKeys.EXECUTOR_RESIZE_THRESHOLD),
            settings.get(ExecutorKeys.EXECUTOR_RESIZE_FACTOR),
            settings.get(ExecutorKeys.EXECUTOR_RESIZE_MAX_MEMORY));
    if (interval == 0) {
      LOG.warn(
          "Not resizing the memory of executors: {} is not set",
          ExecutorKeys.EXECUTOR_RESIZE_INTERVAL.key());
    } else if (!PodsOfDriver.areDirect(settings)) {
      LOG.warn(
          "Not resizing the memory of executors: all executors are created from one template; unset"
              + " {}",
          ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key());
    } else {
      Duration period = Duration.ofSeconds(interval);
      timer =
          PluginTimer.start(
              "executor-memory-resizer",
              period,
              period,
              sc::isStopped,
              () -> PodsOfDriver.find(sc).ifPresent(pods -> pods.growMemory(growth)));
    }
    return Map.of();
  }

  @Override
  public void shutdown() {
    if (timer != null) {
      timer.close();
    }
  }
}
