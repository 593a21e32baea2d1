// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.roll;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.scheduler.PluginTimer;
import io.podsmith.scheduler.SparkConfs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  private @Nullable PluginTimer timer;

  @Override
  public Map<String, String> init(SparkContext sc, PluginContext context) {
    SparkSettings settings = SparkConfs.settings(sc.conf());
    long interval = settings.get(ExecutorKeys.EXECUTOR_ROLL_INTERVAL);
    if (interval <= 0) {
      LOG.warn("Not rolling executors: {} is not set", ExecutorKeys.EXECUTOR_ROLL_INTERVAL.key());
    } else if (!settings.get(SparkKeys.DECOMMISSION_ENABLED)) {
      LOG.warn(
          "Not rolling executors: {} is false, so executors would lose their data",
          SparkKeys.DECOMMISSION_ENABLED.key());
    } else {
      RollPolicy policy = RollPolicy.valueOf(settings.get(ExecutorKeys.EXECUTOR_ROLL_POLICY));
      int minTasks = settings.get(ExecutorKeys.MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING);
      Duration period = Duration.ofSeconds(interval);
      timer =
          PluginTimer.start(
              "executor-roller", period, period, sc::isStopped, () -> roll(sc, policy, minTasks));
    }
    return Map.of();
  }

  @Override
  public void shutdown() {
    if (timer != null) {
      timer.close();
    }
  }

  private static void roll(SparkContext sc, RollPolicy policy, int minTasks) {
    if (sc.schedulerBackend() instanceof ExecutorAllocationClient backend) {
      policy
          .choose(candidates(sc, minTasks))
          .ifPresentOrElse(
              id -> decommission(backend, id, policy), () -> LOG.info("There is nothing to roll"));
    } else {
      LOG.warn("Not rolling executors: this application does not manage executors");
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
    LOG.info("Ask to decommission executor {} (roll policy {})", id, policy);
    backend.decommissionExecutor(
        id,
        new ExecutorDecommissionInfo("Rolled by policy " + policy, Option.empty()),
        false,
        false);
  }
}
