// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Settings {@code spark.kubernetes.*} of how many executors there are, and for how long. The
 * constants have the names of upstream.
 */
public final class ExecutorKeys {
  private static final List<String> EXECUTOR_ROLL_POLICIES =
      List.of(
          "ID",
          "ADD_TIME",
          "TOTAL_GC_TIME",
          "TOTAL_DURATION",
          "AVERAGE_DURATION",
          "FAILED_TASKS",
          "PEAK_JVM_ONHEAP_MEMORY",
          "PEAK_JVM_OFFHEAP_MEMORY",
          "TOTAL_SHUFFLE_WRITE",
          "DISK_USED",
          "OUTLIER",
          "OUTLIER_NO_FALLBACK");

  // Executor allocation.

  public static final ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR =
      ConfigEntry.key("spark.kubernetes.allocation.pods.allocator")
          .doc(
              "How executor pods are created: by the driver (direct), by a controller of"
                  + " Kubernetes (statefulset, deployment), or by a custom allocator (its class"
                  + " name).")
          .since("3.3.0")
          .stringType()
          .withDefault("direct");

  public static final ConfigEntry<Optional<Integer>> KUBERNETES_EXECUTOR_POD_DELETION_COST =
      ConfigEntry.key("spark.kubernetes.executor.podDeletionCost")
          .doc(
              "Value of the annotation controller.kubernetes.io/pod-deletion-cost on pods"
                  + " of executors that Spark released. Kubernetes deletes pods with a lower"
                  + " cost first, and all other executor pods have a higher cost. Applies to"
                  + " spark.kubernetes.allocation.pods.allocator=deployment, where dynamic"
                  + " allocation requires it.")
          .since("4.2.0")
          .intType()
          .optional();

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_BATCH_SIZE =
      ConfigEntry.key("spark.kubernetes.allocation.batch.size")
          .doc(
              "Maximum number of executors to request per resource profile in one round. The"
                  + " default applies only if spark.kubernetes.allocation.batch.delay is set. If"
                  + " neither is set, executors are not requested in rounds: all of them are"
                  + " requested immediately, and the number of concurrent requests adapts to the"
                  + " API server.")
          .since("2.3.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(10);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_BATCH_DELAY =
      ConfigEntry.key("spark.kubernetes.allocation.batch.delay")
          .doc(
              "Time between two rounds of executor requests. The default applies only if"
                  + " spark.kubernetes.allocation.batch.size is set. If neither is set, executors"
                  + " are not requested in rounds: all of them are requested immediately.")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "a positive time")
          .withDefaultString("1s");

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_MAXIMUM =
      ConfigEntry.key("spark.kubernetes.allocation.maximum")
          .doc(
              "Maximum number of executors that an application may create in its lifetime."
                  + " The application fails if it needs more.")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPods")
          .doc(
              "Maximum number of pending executor pods across all resource profiles."
                  + " Requested pods that are not yet observed count as pending.")
          .since("3.2.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS_PER_RPID =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPodsPerRp")
          .doc(
              "Maximum number of pending executor pods per resource profile. It must not"
                  + " exceed spark.kubernetes.allocation.maxPendingPods.")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.driver.readinessTimeout")
          .doc(
              "How long to wait for the driver pod to become ready before requesting"
                  + " executors. Executors are requested after that time even if the pod is not"
                  + " ready.")
          .since("3.1.3")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("1s");

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.executor.timeout")
          .doc(
              "How long a requested executor pod may stay unobserved before it is deleted"
                  + " and requested again. The timeout is at least five times"
                  + " spark.kubernetes.allocation.batch.delay.")
          .since("3.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("600s");

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED =
      ConfigEntry.key("spark.kubernetes.allocation.recoveryMode.enabled")
          .doc(
              "Whether new executors run one task at a time, so that each task has the"
                  + " memory of a whole executor. If it is not set, this mode starts when the"
                  + " first executor runs out of memory. Set it to true to start with it, or to"
                  + " false to disable it.")
          .since("4.2.0")
          .booleanType()
          .optional();

  // Executor life cycle.

  public static final ConfigEntry<Boolean> KUBERNETES_DELETE_EXECUTORS =
      ConfigEntry.key("spark.kubernetes.executor.deleteOnTermination")
          .doc(
              "Whether to delete the pods of executors that ended. If false, the pods"
                  + " remain until the driver pod is deleted, so that you can read their logs.")
          .since("3.0.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS =
      ConfigEntry.key("spark.kubernetes.executor.terminationGracePeriodSeconds")
          .doc(
              "Termination grace period of executor pods. Overrides the value of the pod"
                  + " template. If neither is set, the grace period is 30 s.")
          .since("4.1.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefaultString("30s");

  public static final ConfigEntry<Long> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.dynamicAllocation.deleteGracePeriod")
          .doc(
              "How long an executor that dynamic allocation released may take to exit"
                  + " before its pod is deleted.")
          .since("3.0.0")
          .timeType(TimeUnit.MILLISECONDS)
          .withDefaultString("5s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS =
      ConfigEntry.key("spark.kubernetes.executor.checkAllContainers")
          .doc(
              "Whether an executor fails if any container of its pod, including sidecars,"
                  + " exits with a non-zero code. If false, only the Spark container counts.")
          .since("3.1.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA =
      ConfigEntry.key("spark.kubernetes.executor.missingPodDetectDelta")
          .doc(
              "How long an executor must have been registered before it counts as lost if"
                  + " its pod is missing from a list of all executor pods.")
          .since("3.1.1")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("30s");

  public static final ConfigEntry<Long> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.executor.deletedExecutorsCacheTimeout")
          .doc(
              "How long the driver remembers executors that it removed, so that their end"
                  + " is reported only once.")
          .since("4.1.0")
          .internal()
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(180L);

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabel")
          .doc(
              "Key of the label that is added to executor pods when they are"
                  + " decommissioned, for example to exclude them from a PodDisruptionBudget.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabelValue")
          .doc(
              "Value of the label that spark.kubernetes.executor.decommissionLabel names."
                  + " If it is not set, the value is empty.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> DECOMMISSION_SCRIPT =
      ConfigEntry.key("spark.kubernetes.decommission.script")
          .doc(
              "Path of the program in the image that the kubelet runs as preStop hook of"
                  + " executors. Used only if spark.decommission.enabled is true.")
          .since("3.2.0")
          .stringType()
          .withDefault("/opt/decom.sh");

  // Executor rolling.

  public static final ConfigEntry<Long> EXECUTOR_ROLL_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.rollInterval")
          .doc(
              "How often ExecutorRollPlugin decommissions one executor, which is then"
                  + " replaced. 0 disables rolling.")
          .since("3.3.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(0L);

  public static final ConfigEntry<String> EXECUTOR_ROLL_POLICY =
      ConfigEntry.key("spark.kubernetes.executor.rollPolicy")
          .doc(
              "Which executor is rolled next. ID and ADD_TIME select the oldest."
                  + " TOTAL_GC_TIME, TOTAL_DURATION, AVERAGE_DURATION, FAILED_TASKS,"
                  + " PEAK_JVM_ONHEAP_MEMORY, PEAK_JVM_OFFHEAP_MEMORY, TOTAL_SHUFFLE_WRITE and"
                  + " DISK_USED select the one with the highest value. OUTLIER selects an"
                  + " executor that is more than two standard deviations above the mean in one"
                  + " of these metrics, or the one with the highest TOTAL_DURATION if there is"
                  + " no outlier. OUTLIER_NO_FALLBACK selects an outlier or none.")
          .since("3.3.0")
          .stringType()
          .transform(v -> v.toUpperCase(Locale.ROOT))
          .checkValues(EXECUTOR_ROLL_POLICIES)
          .withDefault("OUTLIER");

  public static final ConfigEntry<Integer> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING =
      ConfigEntry.key("spark.kubernetes.executor.minTasksPerExecutorBeforeRolling")
          .doc("Minimum number of tasks that an executor must have run before it can be rolled.")
          .since("3.3.0")
          .intType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0);

  // Executor resizing.

  public static final ConfigEntry<Long> EXECUTOR_RESIZE_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.resizeInterval")
          .doc(
              "How often ExecutorResizePlugin checks whether executors need more memory. 0"
                  + " disables the check. Requires metrics-server, and that the driver may list"
                  + " pods.metrics.k8s.io and patch pods/resize.")
          .since("4.2.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(0L);

  public static final ConfigEntry<Double> EXECUTOR_RESIZE_THRESHOLD =
      ConfigEntry.key("spark.kubernetes.executor.resizeThreshold")
          .doc(
              "Fraction of its memory limit that an executor must exceed before the limit"
                  + " is raised.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v < 1, "more than 0 and less than 1")
          .withDefault(0.9);

  public static final ConfigEntry<Double> EXECUTOR_RESIZE_FACTOR =
      ConfigEntry.key("spark.kubernetes.executor.resizeFactor")
          .doc(
              "How much to raise the memory limit of an executor, as a fraction of the"
                  + " current limit.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v <= 1, "more than 0 and not more than 1")
          .withDefault(0.1);

  public static final ConfigEntry<Long> EXECUTOR_RESIZE_MAX_MEMORY =
      ConfigEntry.key("spark.kubernetes.executor.resizeMaxMemory")
          .doc("Maximum memory limit to which an executor is raised.")
          .since("4.4.0")
          .bytesType(ByteUnit.BYTES)
          .check(v -> v > 0, "more than zero")
          .withDefault(Long.MAX_VALUE);

  public static final ConfigEntry<Long> PVC_RESIZE_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeInterval")
          .doc(
              "How often ExecutorPVCResizePlugin checks whether executors need larger"
                  + " volumes. A number without a unit is in minutes. 0 disables the check."
                  + " Requires a StorageClass with allowVolumeExpansion, and that the driver may"
                  + " get and patch persistentvolumeclaims.")
          .since("4.2.0")
          .timeType(TimeUnit.MINUTES)
          .check(v -> v >= 0 && v % 5 == 0, "0 or a multiple of 5 minutes")
          .withDefault(5L);

  public static final ConfigEntry<Double> PVC_RESIZE_THRESHOLD =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeThreshold")
          .doc(
              "Fraction of a volume that must be in use before its PersistentVolumeClaim is"
                  + " expanded.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v < 1, "more than 0 and less than 1")
          .withDefault(0.5);

  public static final ConfigEntry<Double> PVC_RESIZE_FACTOR =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeFactor")
          .doc(
              "How much to expand a PersistentVolumeClaim, as a fraction of its current"
                  + " storage request.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v <= 1, "more than 0 and not more than 1")
          .withDefault(1.0);

  public static final ConfigEntry<Long> PVC_RESIZE_MAX_STORAGE =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeMaxStorage")
          .doc("Maximum storage request to which a PersistentVolumeClaim is expanded.")
          .since("4.4.0")
          .bytesType(ByteUnit.BYTES)
          .check(v -> v > 0, "more than zero")
          .withDefault(Long.MAX_VALUE);

  private ExecutorKeys() {}
}
