// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** Spark's definitions of its settings for executors on Kubernetes. */
public class ExecutorEntries extends CommonEntries {
  protected ExecutorEntries() {}

  public ConfigEntry<Option<String>> EXECUTOR_CONTAINER_IMAGE() {
    return ENTRIES.fallback("spark.kubernetes.executor.container.image", CONTAINER_IMAGE());
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_FACTOR() {
    return ENTRIES
        .fraction("spark.kubernetes.executor.resizeFactor")
        .createWithDefaultString("0.1");
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_INTERVAL() {
    return ENTRIES
        .seconds("spark.kubernetes.executor.resizeInterval")
        .createWithDefaultString("1m");
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_THRESHOLD() {
    return ENTRIES
        .fraction("spark.kubernetes.executor.resizeThreshold")
        .createWithDefaultString("0.9");
  }

  public ConfigEntry<Object> EXECUTOR_ROLL_INTERVAL() {
    return ENTRIES.seconds("spark.kubernetes.executor.rollInterval").createWithDefaultString("0ms");
  }

  public ConfigEntry<String> EXECUTOR_ROLL_POLICY() {
    return ENTRIES.text("spark.kubernetes.executor.rollPolicy").createWithDefaultString("OUTLIER");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_DELAY() {
    return ENTRIES.millis("spark.kubernetes.allocation.batch.delay").createWithDefaultString("1s");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_SIZE() {
    return ENTRIES.whole("spark.kubernetes.allocation.batch.size").createWithDefaultString("20");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT() {
    return ENTRIES
        .seconds("spark.kubernetes.allocation.driver.readinessTimeout")
        .createWithDefaultString("1s");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT() {
    return ENTRIES
        .millis("spark.kubernetes.allocation.executor.timeout")
        .createWithDefaultString("600s");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_MAXIMUM() {
    return ENTRIES
        .whole("spark.kubernetes.allocation.maximum")
        .createWithDefaultString("2147483647");
  }

  public ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR() {
    return ENTRIES
        .text("spark.kubernetes.allocation.pods.allocator")
        .createWithDefaultString("direct");
  }

  public OptionalConfigEntry<Object> KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED() {
    return ENTRIES.flag("spark.kubernetes.allocation.recoveryMode.enabled").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT() {
    return ENTRIES
        .seconds("spark.kubernetes.executor.deletedExecutorsCacheTimeout")
        .createWithDefaultString("180000ms");
  }

  public ConfigEntry<Object> KUBERNETES_DELETE_EXECUTORS() {
    return ENTRIES
        .flag("spark.kubernetes.executor.deleteOnTermination")
        .createWithDefaultString("true");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES.fallback(
        "spark.kubernetes.executor.securityContext.allowPrivilegeEscalation",
        KUBERNETES_ALLOW_PRIVILEGE_ESCALATION());
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL() {
    return ENTRIES
        .millis("spark.kubernetes.executor.apiPollingInterval")
        .createWithDefaultString("30s");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION() {
    return ENTRIES
        .flag("spark.kubernetes.executor.enablePollingWithResourceVersion")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS() {
    return ENTRIES
        .flag("spark.kubernetes.executor.checkAllContainers")
        .createWithDefaultString("true");
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL() {
    return ENTRIES.text("spark.kubernetes.executor.decommissionLabel").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE() {
    return ENTRIES.text("spark.kubernetes.executor.decommissionLabelValue").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP() {
    return ENTRIES
        .flag("spark.kubernetes.executor.disableConfigMap")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_POLLING() {
    return ENTRIES
        .flag("spark.kubernetes.executor.enableApiPolling")
        .createWithDefaultString("true");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER() {
    return ENTRIES
        .flag("spark.kubernetes.executor.enableApiWatcher")
        .createWithDefaultString("true");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL() {
    return ENTRIES
        .millis("spark.kubernetes.executor.eventProcessingInterval")
        .createWithDefaultString("1s");
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_LIMIT_CORES() {
    return ENTRIES.text("spark.kubernetes.executor.limit.cores").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA() {
    return ENTRIES
        .millis("spark.kubernetes.executor.missingPodDetectDelta")
        .createWithDefaultString("30s");
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME() {
    return ENTRIES.text("spark.kubernetes.executor.podTemplateContainerName").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE() {
    return ENTRIES.text("spark.kubernetes.executor.podTemplateFile").createOptional();
  }

  public OptionalConfigEntry<Object> KUBERNETES_EXECUTOR_POD_DELETION_COST() {
    return ENTRIES.whole("spark.kubernetes.executor.podDeletionCost").createOptional();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS() {
    return ENTRIES
        .list("spark.kubernetes.executor.pod.excludedFeatureSteps")
        .createWithDefaultString("");
  }

  public ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS() {
    return ENTRIES.list("spark.kubernetes.executor.pod.featureSteps").createWithDefaultString("");
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_POD_NAME_PREFIX() {
    return ENTRIES.text("spark.kubernetes.executor.podNamePrefix").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_REQUEST_CORES() {
    return ENTRIES.text("spark.kubernetes.executor.request.cores").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SCHEDULER_NAME() {
    return ENTRIES.text("spark.kubernetes.executor.scheduler.name").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME() {
    return ENTRIES
        .text("spark.kubernetes.authenticate.executor.serviceAccountName")
        .createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD() {
    return ENTRIES
        .seconds("spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod")
        .createWithDefaultString("20s");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS() {
    return ENTRIES
        .seconds("spark.kubernetes.executor.terminationGracePeriodSeconds")
        .createWithDefaultString("30s");
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP() {
    return ENTRIES.flag("spark.kubernetes.executor.useDriverPodIP").createWithDefaultString("true");
  }

  public ConfigEntry<Object> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING() {
    return ENTRIES
        .whole("spark.kubernetes.executor.minTasksPerExecutorBeforeRolling")
        .createWithDefaultString("0");
  }
}
