// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of executor management, read and checked once.
 *
 * @param allocator which allocator creates executors
 * @param driverReadinessTimeout how long to wait for the driver pod before requesting executors,
 *     zero for not at all
 * @param decommissionLabel the label of pods whose executors are decommissioned
 */
public record PodSettings(
    AllocatorChoice allocator,
    Limits limits,
    Failures failures,
    Lifetimes lifetimes,
    Claims claims,
    Polling polling,
    Cleanup cleanup,
    Duration driverReadinessTimeout,
    Optional<Label> decommissionLabel,
    PodRules rules) {
  /** The given number of executors at a time, with a pause between. */
  public record Batch(int size, Duration delay) {}

  /** A label of a pod. */
  public record Label(String key, String value) {}

  /**
   * How many executors are requested, and how fast.
   *
   * @param maxExecutors how many executors may be requested while the application runs
   * @param maxPending how many may be pending, over all resource profiles
   * @param maxPendingPerProfile how many of one resource profile may be pending
   * @param batch how many executors are requested at a time, empty unless the user sets it
   * @param maxPerSecond how many executors are requested per second, empty for no limit
   */
  public record Limits(
      int maxExecutors,
      int maxPending,
      int maxPendingPerProfile,
      Optional<Batch> batch,
      Optional<Double> maxPerSecond) {}

  /**
   * How many failures end the application, or exclude a node.
   *
   * @param startTimeout how long to wait for the first executor whose container cannot start, zero
   *     for no limit
   * @param accessTimeout how long access to the API server may be lost, zero for no limit
   * @param max more failed executors end the application
   * @param validity after which a failure is forgotten, empty for never
   * @param maxPerNode more failures exclude a node, empty for never
   * @param nodeValidity how long a failure counts against its node
   */
  public record Failures(
      Duration startTimeout,
      Duration accessTimeout,
      int max,
      Optional<Duration> validity,
      Optional<Integer> maxPerNode,
      Duration nodeValidity) {}

  /**
   * After which time something is concluded from the state of an executor. Not a record, whose
   * constructor would take five durations that can be swapped.
   */
  public static final class Lifetimes {
    private final Duration unobserved;
    private final Duration idle;
    private final Duration missing;
    private final Duration removed;
    private final Duration killGrace;

    private Lifetimes(SparkSettings settings, Duration batchDelay) {
      Duration createTimeout =
          millis(settings, ExecutorKeys.KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT);
      Duration fiveDelays = batchDelay.multipliedBy(DELAYS_UNTIL_LOST);
      unobserved = fiveDelays.compareTo(createTimeout) > 0 ? fiveDelays : createTimeout;
      idle =
          Duration.ofSeconds(settings.get(SparkExecutorKeys.DYN_ALLOCATION_EXECUTOR_IDLE_TIMEOUT));
      missing = millis(settings, ExecutorKeys.KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA);
      removed =
          Duration.ofSeconds(settings.get(ExecutorKeys.KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT));
      killGrace = millis(settings, ExecutorKeys.KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD);
    }

    /** Returns the time after which a created pod that was not observed is replaced. */
    public Duration unobserved() {
      return unobserved;
    }

    /** Returns the age below which a new executor is not deleted as excess. */
    public Duration idle() {
      return idle;
    }

    /** Returns the time after which a registered executor without a pod is lost. */
    public Duration missing() {
      return missing;
    }

    /** Returns how long a removed executor is remembered. */
    public Duration removed() {
      return removed;
    }

    /** Returns how long a released executor may run until its pod is deleted. */
    public Duration killGrace() {
      return killGrace;
    }
  }

  /**
   * What happens to the volume claims of executors.
   *
   * @param driverOwns whether the driver pod owns them, so that they outlive executors
   * @param reuse whether new executors use claims of former ones
   * @param waitForReuse whether new executors wait for a claim if there are {@code max}
   * @param max how many executors, and so sets of claims, there are at most
   */
  public record Claims(boolean driverOwns, boolean reuse, boolean waitForReuse, int max) {}

  /**
   * How changes of pods are observed.
   *
   * @param watches whether there is a watch
   * @param polls whether pods are listed periodically
   * @param fromCache whether such a list may come from the API server's cache
   * @param interval the time between two lists
   */
  public record Polling(boolean watches, boolean polls, boolean fromCache, Duration interval) {}

  /**
   * What is deleted.
   *
   * @param executors whether pods of executors are deleted when these end
   * @param driverService whether the driver's service is deleted with the application
   * @param configMap whether the executors' ConfigMap is deleted with the application
   */
  public record Cleanup(boolean executors, boolean driverService, boolean configMap) {}

  private static final int MIN_FAILURES = 3;
  private static final int DEFAULT_EXECUTORS = 2;
  private static final int DELAYS_UNTIL_LOST = 5;

  public static PodSettings read(SparkSettings settings) {
    return read(settings, Optional.empty());
  }

  /**
   * Reads and checks the settings.
   *
   * @param sparkContainer the name of Spark's container in the pods that are built. A setting alone
   *     does not tell: the template may name the container, or have none of the name in the setting
   */
  public static PodSettings read(SparkSettings settings, Optional<String> sparkContainer) {
    int maxPending = settings.get(ExecutorKeys.KUBERNETES_MAX_PENDING_PODS);
    int maxPerProfile = settings.get(ExecutorKeys.KUBERNETES_MAX_PENDING_PODS_PER_RPID);
    if (maxPerProfile != Integer.MAX_VALUE && maxPerProfile > maxPending) {
      String key = ExecutorKeys.KUBERNETES_MAX_PENDING_PODS_PER_RPID.key();
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          key,
          key
              + " is "
              + maxPerProfile
              + " but must be at most "
              + ExecutorKeys.KUBERNETES_MAX_PENDING_PODS.key()
              + ", which is "
              + maxPending
              + "; lower the first or raise the second");
    }
    Duration batchDelay = millis(settings, ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_DELAY);
    boolean deleteExecutors = settings.get(ExecutorKeys.KUBERNETES_DELETE_EXECUTORS);
    boolean driverOwnsClaims = settings.get(PodKeys.KUBERNETES_DRIVER_OWN_PVC);
    boolean reuse = driverOwnsClaims && settings.get(PodKeys.KUBERNETES_DRIVER_REUSE_PVC);
    Limits limits =
        new Limits(
            settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_MAXIMUM),
            maxPending,
            maxPerProfile,
            batch(settings, batchDelay),
            settings.get(PodsmithKeys.ALLOCATION_MAX_PER_SECOND));
    Claims claims =
        new Claims(
            driverOwnsClaims,
            reuse,
            reuse && settings.get(PodKeys.KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC),
            maxClaims(settings));
    Polling polling =
        new Polling(
            settings.get(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER),
            settings.get(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_POLLING),
            settings.get(ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION),
            millis(settings, ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_INTERVAL));
    Cleanup cleanup =
        new Cleanup(
            deleteExecutors,
            settings.get(PodKeys.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION),
            deleteExecutors && !settings.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP));
    return new PodSettings(
        AllocatorChoice.read(settings),
        limits,
        failures(settings),
        new Lifetimes(settings, batchDelay),
        claims,
        polling,
        cleanup,
        driverReadinessTimeout(settings),
        settings
            .get(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL)
            .map(
                key ->
                    new Label(
                        key,
                        settings
                            .get(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE)
                            .orElse(""))),
        new PodRules(
            sparkContainer.orElseGet(
                () ->
                    settings
                        .get(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME)
                        .orElse(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)),
            settings.get(ExecutorKeys.KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS)));
  }

  private static Optional<Batch> batch(SparkSettings settings, Duration delay) {
    boolean asked =
        settings.contains(ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_SIZE)
            || settings.contains(ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_DELAY);
    return asked
        ? Optional.of(new Batch(settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_SIZE), delay))
        : Optional.empty();
  }

  private static Failures failures(SparkSettings settings) {
    return new Failures(
        millis(settings, PodsmithKeys.EXECUTOR_START_TIMEOUT),
        millis(settings, PodsmithKeys.EXECUTOR_ACCESS_TIMEOUT),
        settings
            .get(SparkExecutorKeys.MAX_EXECUTOR_FAILURES)
            .orElseGet(() -> defaultMaxFailures(settings)),
        settings
            .get(SparkExecutorKeys.EXECUTOR_FAILURES_VALIDITY_INTERVAL)
            .filter(ms -> ms > 0)
            .map(Duration::ofMillis),
        settings.get(PodsmithKeys.MAX_FAILURES_PER_NODE),
        millis(settings, SparkExecutorKeys.EXCLUDE_ON_FAILURE_TIMEOUT));
  }

  private static int maxClaims(SparkSettings settings) {
    return settings.get(SparkExecutorKeys.DYN_ALLOCATION_ENABLED)
        ? settings.get(SparkExecutorKeys.DYN_ALLOCATION_MAX_EXECUTORS)
        : settings.get(SparkExecutorKeys.EXECUTOR_INSTANCES).orElse(DEFAULT_EXECUTORS);
  }

  /** Twice the executors that there may be, three at least. */
  private static int defaultMaxFailures(SparkSettings settings) {
    int executors;
    if (settings.get(SparkExecutorKeys.STREAMING_DYN_ALLOCATION_ENABLED)) {
      executors = settings.get(SparkExecutorKeys.STREAMING_DYN_ALLOCATION_MAX_EXECUTORS);
    } else if (settings.get(SparkExecutorKeys.DYN_ALLOCATION_ENABLED)) {
      executors = settings.get(SparkExecutorKeys.DYN_ALLOCATION_MAX_EXECUTORS);
    } else {
      executors = settings.get(SparkExecutorKeys.EXECUTOR_INSTANCES).orElse(0);
    }
    return (int) Math.max(MIN_FAILURES, Math.min(Integer.MAX_VALUE, 2L * executors));
  }

  /** Zero where executors find a driver that is not ready. */
  private static Duration driverReadinessTimeout(SparkSettings settings) {
    return settings.get(PodKeys.KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES)
        ? Duration.ZERO
        : Duration.ofSeconds(
            settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT));
  }

  private static Duration millis(SparkSettings settings, ConfigEntry<Long> entry) {
    return Duration.ofMillis(settings.get(entry));
  }
}
