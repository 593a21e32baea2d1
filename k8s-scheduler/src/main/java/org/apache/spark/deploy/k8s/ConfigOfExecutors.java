// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** The static methods of {@link Config} for settings of executors. */
public abstract class ConfigOfExecutors {
  ConfigOfExecutors() {}

  public static ConfigEntry<Option<String>> EXECUTOR_CONTAINER_IMAGE() {
    return Config$.MODULE$.EXECUTOR_CONTAINER_IMAGE();
  }

  public static ConfigEntry<Object> EXECUTOR_RESIZE_FACTOR() {
    return Config$.MODULE$.EXECUTOR_RESIZE_FACTOR();
  }

  public static ConfigEntry<Object> EXECUTOR_RESIZE_INTERVAL() {
    return Config$.MODULE$.EXECUTOR_RESIZE_INTERVAL();
  }

  public static ConfigEntry<Object> EXECUTOR_RESIZE_THRESHOLD() {
    return Config$.MODULE$.EXECUTOR_RESIZE_THRESHOLD();
  }

  public static ConfigEntry<Object> EXECUTOR_ROLL_INTERVAL() {
    return Config$.MODULE$.EXECUTOR_ROLL_INTERVAL();
  }

  public static ConfigEntry<String> EXECUTOR_ROLL_POLICY() {
    return Config$.MODULE$.EXECUTOR_ROLL_POLICY();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_DELAY() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_BATCH_DELAY();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOCATION_BATCH_SIZE() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_BATCH_SIZE();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOCATION_MAXIMUM() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_MAXIMUM();
  }

  public static ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_PODS_ALLOCATOR();
  }

  public static OptionalConfigEntry<Object> KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED() {
    return Config$.MODULE$.KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED();
  }

  public static ConfigEntry<Object> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT() {
    return Config$.MODULE$.KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT();
  }

  public static ConfigEntry<Object> KUBERNETES_DELETE_EXECUTORS() {
    return Config$.MODULE$.KUBERNETES_DELETE_EXECUTORS();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_API_POLLING_INTERVAL();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_POLLING() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_ENABLE_API_POLLING();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_ENABLE_API_WATCHER();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_LIMIT_CORES() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_LIMIT_CORES();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_PODTEMPLATE_FILE();
  }

  public static OptionalConfigEntry<Object> KUBERNETES_EXECUTOR_POD_DELETION_COST() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_POD_DELETION_COST();
  }

  public static ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS();
  }

  public static ConfigEntry<Seq<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_POD_NAME_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_POD_NAME_PREFIX();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_REQUEST_CORES() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_REQUEST_CORES();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SCHEDULER_NAME() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_SCHEDULER_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS();
  }

  public static ConfigEntry<Object> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP();
  }

  public static ConfigEntry<Object> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING() {
    return Config$.MODULE$.MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING();
  }
}
