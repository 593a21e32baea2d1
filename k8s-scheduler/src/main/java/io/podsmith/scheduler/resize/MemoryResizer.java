package io.podsmith.scheduler.resize;

import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.SparkConfs;
import io.podsmith.scheduler.pods.Growth;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

  private @Nullable ScheduledExecutorService timer;

  @Override
  public Map<String, String> init(SparkContext sc, PluginContext context) {
    SparkSettings settings = SparkConfs.settings(sc.conf());
    long interval = settings.get(ConfigKeys.EXECUTOR_RESIZE_INTERVAL);
    Growth growth =
        new Growth(
            settings.get(ConfigKeys.EXECUTOR_RESIZE_THRESHOLD),
            settings.get(ConfigKeys.EXECUTOR_RESIZE_FACTOR),
            settings.get(ConfigKeys.EXECUTOR_RESIZE_MAX_MEMORY));
    if (interval == 0) {
      LOG.warn(
          "The memory of executors stays as it is: {} is not set",
          ConfigKeys.EXECUTOR_RESIZE_INTERVAL.key());
    } else if (!PodsOfDriver.areDirect(settings)) {
      LOG.warn(
          "The memory of executors stays as it is: they are made from one template; unset {}",
          ConfigKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR.key());
    } else {
      timer = Executors.newSingleThreadScheduledExecutor(MemoryResizer::thread);
      timer.scheduleAtFixedRate(() -> look(sc, growth), interval, interval, TimeUnit.SECONDS);
    }
    return Map.of();
  }

  @Override
  public void shutdown() {
    if (timer != null) {
      timer.shutdown();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "executor-memory-resizer");
    thread.setDaemon(true);
    return thread;
  }

  private static void look(SparkContext sc, Growth growth) {
    try {
      PodsOfDriver.find(sc).ifPresent(pods -> pods.growMemory(growth));
    } catch (Exception e) { // Scala declares no exceptions
      // The timer would never fire again.
      LOG.error("The memory of executors was not looked at this time", e);
    }
  }
}
