package io.podsmith.scheduler.roll;

import io.podsmith.core.conf.ConfigKeys;
import io.podsmith.core.conf.SparkKeys;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.SparkConfs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Decommissions one executor every {@code spark.kubernetes.executor.rollInterval}; the scheduler
 * then asks for another in its place.
 */
public final class ExecutorRoller implements DriverPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorRoller.class);

  private @Nullable ScheduledExecutorService timer;

  @Override
  public Map<String, String> init(SparkContext sc, PluginContext context) {
    SparkSettings settings = SparkConfs.settings(sc.conf());
    long interval = settings.get(ConfigKeys.EXECUTOR_ROLL_INTERVAL);
    if (interval <= 0) {
      LOG.warn("Executors are not rolled: {} is not set", ConfigKeys.EXECUTOR_ROLL_INTERVAL.key());
    } else if (!settings.get(SparkKeys.DECOMMISSION_ENABLED)) {
      LOG.warn(
          "Executors are not rolled: {} is false, so they would lose what they hold",
          SparkKeys.DECOMMISSION_ENABLED.key());
    } else {
      RollPolicy policy = RollPolicy.valueOf(settings.get(ConfigKeys.EXECUTOR_ROLL_POLICY));
      int minTasks = settings.get(ConfigKeys.MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING);
      timer = Executors.newSingleThreadScheduledExecutor(ExecutorRoller::thread);
      timer.scheduleAtFixedRate(
          () -> roll(sc, policy, minTasks), interval, interval, TimeUnit.SECONDS);
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
    Thread thread = new Thread(task, "executor-roller");
    thread.setDaemon(true);
    return thread;
  }

  private static void roll(SparkContext sc, RollPolicy policy, int minTasks) {
    try {
      if (sc.schedulerBackend() instanceof ExecutorAllocationClient backend) {
        policy
            .choose(candidates(sc, minTasks))
            .ifPresentOrElse(
                id -> decommission(backend, id, policy), () -> LOG.info("No executor to roll"));
      } else {
        LOG.warn("Executors are not rolled: this application has none of its own");
      }
    } catch (Exception e) { // Scala declares no exceptions
      // The timer would never fire again.
      LOG.error("No executor was rolled this time", e);
    }
  }

  private static List<ExecutorLoad> candidates(SparkContext sc, int minTasks) {
    return CollectionConverters.asJava(sc.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER()))
        .filter(executor -> executor.totalTasks() >= minTasks)
        .map(ExecutorLoad::of)
        .toList();
  }

  private static void decommission(ExecutorAllocationClient backend, String id, RollPolicy policy) {
    LOG.info("Rolling executor {}", id);
    backend.decommissionExecutor(
        id,
        new ExecutorDecommissionInfo("Rolled by policy " + policy, Option.empty()),
        false,
        false);
  }
}
