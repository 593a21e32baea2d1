package io.podsmith.scheduler.pods.settings;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.scheduler.pods.model.PodRules;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of executor management, read and checked once.
 *
 * @param allocator how executors come to be
 * @param batch how many executors are requested at a time, empty where the user does not say
 * @param maxPerSecond how many executors are requested per second at most, empty for no limit
 * @param startTimeout how long to wait for the first executor whose container cannot be made, zero
 *     forever
 * @param maxFailuresPerNode more failures than that exclude a node, empty for never
 * @param nodeFailureValidity for how long a failure counts against its node
 * @param idleTimeout for how long a new executor is safe from being given up again
 * @param createTimeout how long a created pod may stay unobserved
 * @param maxFailures more failures of executors than that end the application
 * @param failureValidity after which a failure is forgotten, empty for never
 * @param decommissionLabel what to put on pods of executors that are to go
 */
public record PodSettings(
    AllocatorChoice allocator,
    Optional<Batch> batch,
    Optional<Double> maxPerSecond,
    Duration startTimeout,
    Optional<Integer> maxFailuresPerNode,
    Duration nodeFailureValidity,
    int allocationMaximum,
    int maxPending,
    int maxPendingPerProfile,
    Duration createTimeout,
    Duration idleTimeout,
    Duration driverReadinessTimeout,
    boolean deleteExecutors,
    boolean deleteDriverService,
    boolean deleteConfigMap,
    boolean driverOwnsClaims,
    boolean reuseClaims,
    boolean waitForClaims,
    int maxClaims,
    boolean polls,
    boolean watches,
    boolean pollsWithVersion,
    Duration pollInterval,
    Duration missingPodDelta,
    Duration removedCacheTimeout,
    Duration killGrace,
    int maxFailures,
    Optional<Duration> failureValidity,
    Optional<Label> decommissionLabel,
    PodRules rules) {
  private static final int MIN_FAILURES = 3;
  private static final int DEFAULT_EXECUTORS = 2;
  private static final int DELAYS_UNTIL_LOST = 5;

  /** So many executors, then a pause. */
  public record Batch(int size, Duration delay) {}

  /** A label of a pod. */
  public record Label(String key, String value) {}

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
    Duration createTimeout = millis(settings, ExecutorKeys.KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT);
    Duration fiveDelays = batchDelay.multipliedBy(DELAYS_UNTIL_LOST);
    boolean deleteExecutors = settings.get(ExecutorKeys.KUBERNETES_DELETE_EXECUTORS);
    boolean driverOwnsClaims = settings.get(PodKeys.KUBERNETES_DRIVER_OWN_PVC);
    boolean reuse = driverOwnsClaims && settings.get(PodKeys.KUBERNETES_DRIVER_REUSE_PVC);
    return new PodSettings(
        AllocatorChoice.read(settings),
        batch(settings, batchDelay),
        settings.get(PodsmithKeys.ALLOCATION_MAX_PER_SECOND),
        millis(settings, PodsmithKeys.EXECUTOR_START_TIMEOUT),
        settings.get(PodsmithKeys.MAX_FAILURES_PER_NODE),
        millis(settings, SparkExecutorKeys.EXCLUDE_ON_FAILURE_TIMEOUT),
        settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_MAXIMUM),
        maxPending,
        maxPerProfile,
        fiveDelays.compareTo(createTimeout) > 0 ? fiveDelays : createTimeout,
        Duration.ofSeconds(settings.get(SparkExecutorKeys.DYN_ALLOCATION_EXECUTOR_IDLE_TIMEOUT)),
        driverReadinessTimeout(settings),
        deleteExecutors,
        settings.get(PodKeys.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION),
        deleteExecutors && !settings.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP),
        driverOwnsClaims,
        reuse,
        reuse && settings.get(PodKeys.KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC),
        maxClaims(settings),
        settings.get(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_POLLING),
        settings.get(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER),
        settings.get(ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION),
        millis(settings, ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_INTERVAL),
        millis(settings, ExecutorKeys.KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA),
        Duration.ofSeconds(settings.get(ExecutorKeys.KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT)),
        millis(settings, ExecutorKeys.KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD),
        settings
            .get(SparkExecutorKeys.MAX_EXECUTOR_FAILURES)
            .orElseGet(() -> defaultMaxFailures(settings)),
        settings
            .get(SparkExecutorKeys.EXECUTOR_FAILURES_VALIDITY_INTERVAL)
            .filter(ms -> ms > 0)
            .map(Duration::ofMillis),
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
