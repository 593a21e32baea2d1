// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.LocalMaster;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.names.ResourceNames;
import io.podsmith.core.conf.names.UniqueIds;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.apache.spark.scheduler.SchedulerBackend;
import org.apache.spark.scheduler.TaskScheduler;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.local.LocalSchedulerBackend;
import org.apache.spark.util.SystemClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs Spark applications on a {@code k8s://} master. */
public class ClusterManager implements ExternalClusterManager {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterManager.class);

  @Override
  public boolean canCreate(String masterUrl) {
    return SparkVersions.isKubernetes(masterUrl);
  }

  @Override
  public TaskScheduler createTaskScheduler(SparkContext sc, String masterUrl) {
    Optional<LocalMaster> local = checked(() -> localMaster(sc.conf()));
    int maxTaskFailures =
        local
            .map(LocalMaster::maxTaskFailures)
            .orElseGet(() -> (Integer) sc.conf().get(SparkEntries.TASK_MAX_FAILURES));
    return new TaskSchedulerImpl(sc, maxTaskFailures, local.isPresent(), new SystemClock());
  }

  @Override
  public SchedulerBackend createSchedulerBackend(
      SparkContext sc, String masterUrl, TaskScheduler scheduler) {
    return checked(() -> backend(sc, masterUrl, (TaskSchedulerImpl) scheduler));
  }

  @Override
  public void initialize(TaskScheduler scheduler, SchedulerBackend backend) {
    ((TaskSchedulerImpl) scheduler).initialize(backend);
  }

  private static SchedulerBackend backend(
      SparkContext sc, String masterUrl, TaskSchedulerImpl scheduler) {
    Optional<LocalMaster> local = localMaster(sc.conf());
    if (local.isPresent()) {
      RedactedSettings.extend(sc.conf(), Set.of());
      String master = sc.conf().get(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key());
      return localBackend(sc.conf(), scheduler, master, threads(local.get()));
    }
    nameExecutorsAlike(sc.conf());
    ExecutorParts parts = ExecutorParts.prepare(sc, masterUrl);
    try {
      return new ClusterSchedulerBackend(scheduler, sc, parts);
    } catch (Exception e) { // Scala declares no exceptions
      parts.close();
      throw e;
    }
  }

  private static int threads(LocalMaster local) {
    return local.threads().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static SchedulerBackend localBackend(
      SparkConf conf, TaskSchedulerImpl scheduler, String master, int threads) {
    // The local backend takes the id of the application from this setting and from no other.
    if (conf.contains(SparkKeys.APP_ID.key())) {
      conf.set("spark.test.appId", conf.get(SparkKeys.APP_ID.key()));
    }
    LOG.info("Running Spark with {}", master);
    LocalSchedulerBackend backend = new LocalSchedulerBackend(conf, scheduler, threads);
    scheduler.initialize(backend);
    return backend;
  }

  /** In client mode no driver step has chosen the prefix that all executors share. */
  private static void nameExecutorsAlike(SparkConf conf) {
    SparkSettings settings = SparkConfs.settings(conf);
    if (!settings.contains(PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX)) {
      conf.set(
          PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX.key(),
          ResourceNames.uniquePrefix(
              settings.get(SparkKeys.APP_NAME),
              settings.get(ClusterKeys.KUBERNETES_NAMESPACE),
              UniqueIds.random()));
    }
  }

  private static Optional<LocalMaster> localMaster(SparkConf conf) {
    ConfigEntry<String> master = ClusterKeys.KUBERNETES_DRIVER_MASTER_URL;
    return LocalMaster.find(master.key(), SparkConfs.settings(conf).get(master));
  }

  /** What is to be made before a context can start. */
  @FunctionalInterface
  private interface Maker<T> {
    T make();
  }

  private static <T> T checked(Maker<T> maker) {
    try {
      return maker.make();
    } catch (PodsmithException e) {
      throw SparkFailures.rethrow(e);
    }
  }
}
