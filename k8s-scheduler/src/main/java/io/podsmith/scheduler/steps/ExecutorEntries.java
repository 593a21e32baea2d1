// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** Spark's definitions of its settings for executors on Kubernetes. */
public class ExecutorEntries extends CommonEntries {
  protected ExecutorEntries() {}

  public ConfigEntry<Option<String>> EXECUTOR_CONTAINER_IMAGE() {
    return ENTRIES.fallback(PodKeys.EXECUTOR_CONTAINER_IMAGE, CONTAINER_IMAGE());
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_FACTOR() {
    return ENTRIES.primitive(ExecutorKeys.EXECUTOR_RESIZE_FACTOR).createWithDefault();
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_INTERVAL() {
    return ENTRIES.primitive(ExecutorKeys.EXECUTOR_RESIZE_INTERVAL).createWithDefault();
  }

  public ConfigEntry<Object> EXECUTOR_RESIZE_THRESHOLD() {
    return ENTRIES.primitive(ExecutorKeys.EXECUTOR_RESIZE_THRESHOLD).createWithDefault();
  }

  public ConfigEntry<Object> EXECUTOR_ROLL_INTERVAL() {
    return ENTRIES.primitive(ExecutorKeys.EXECUTOR_ROLL_INTERVAL).createWithDefault();
  }

  public ConfigEntry<String> EXECUTOR_ROLL_POLICY() {
    return ENTRIES.text(ExecutorKeys.EXECUTOR_ROLL_POLICY).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_DELAY() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_DELAY).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_SIZE() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_ALLOCATION_BATCH_SIZE).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_ALLOCATION_MAXIMUM() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_ALLOCATION_MAXIMUM).createWithDefault();
  }

  public ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR() {
    return ENTRIES.text(ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR).createWithDefault();
  }

  public OptionalConfigEntry<Object> KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED)
        .createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DELETE_EXECUTORS() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_DELETE_EXECUTORS).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES.fallback(
        PodKeys.KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION,
        KUBERNETES_ALLOW_PRIVILEGE_ESCALATION());
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_INTERVAL)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS)
        .createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL() {
    return ENTRIES.text(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE() {
    return ENTRIES.text(ExecutorKeys.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_POLLING() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_POLLING)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL)
        .createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_LIMIT_CORES() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_LIMIT_CORES).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA)
        .createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE).createOptional();
  }

  public OptionalConfigEntry<Object> KUBERNETES_EXECUTOR_POD_DELETION_COST() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_EXECUTOR_POD_DELETION_COST).createOptional();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS() {
    return ENTRIES.list(PodKeys.KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS).createWithDefault();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS() {
    return ENTRIES.list(PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_POD_NAME_PREFIX() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_REQUEST_CORES() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_REQUEST_CORES).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SCHEDULER_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_EXECUTOR_SCHEDULER_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD() {
    return ENTRIES
        .primitive(ClusterKeys.KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP).createWithDefault();
  }

  public ConfigEntry<Object> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING() {
    return ENTRIES
        .primitive(ExecutorKeys.MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING)
        .createWithDefault();
  }
}
