// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** Spark's definitions of its settings for Kubernetes, except those of executors. */
public class CommonEntries {
  static final SparkEntryRegistry ENTRIES = new SparkEntryRegistry();

  protected CommonEntries() {}

  public OptionalConfigEntry<String> APP_RESOURCE_TYPE() {
    return ENTRIES.text(ClusterKeys.APP_RESOURCE_TYPE).createOptional();
  }

  public ConfigEntry<Object> CONFIG_MAP_MAXSIZE() {
    return ENTRIES.primitive(PodKeys.CONFIG_MAP_MAXSIZE).createWithDefault();
  }

  public OptionalConfigEntry<String> CONTAINER_IMAGE() {
    return ENTRIES.text(PodKeys.CONTAINER_IMAGE).createOptional();
  }

  public ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY() {
    return ENTRIES.text(PodKeys.CONTAINER_IMAGE_PULL_POLICY).createWithDefault();
  }

  public ConfigEntry<String> DECOMMISSION_SCRIPT() {
    return ENTRIES.text(ExecutorKeys.DECOMMISSION_SCRIPT).createWithDefault();
  }

  public ConfigEntry<Object> DRIVER_CLIENT_CONNECTION_TIMEOUT() {
    return ENTRIES.primitive(ClusterKeys.DRIVER_CLIENT_CONNECTION_TIMEOUT).createWithDefault();
  }

  public ConfigEntry<Object> DRIVER_CLIENT_REQUEST_TIMEOUT() {
    return ENTRIES.primitive(ClusterKeys.DRIVER_CLIENT_REQUEST_TIMEOUT).createWithDefault();
  }

  public ConfigEntry<Option<String>> DRIVER_CONTAINER_IMAGE() {
    return ENTRIES.fallback(PodKeys.DRIVER_CONTAINER_IMAGE, CONTAINER_IMAGE());
  }

  public ConfigEntry<Seq<String>> IMAGE_PULL_SECRETS() {
    return ENTRIES.list(PodKeys.IMAGE_PULL_SECRETS).createWithDefault();
  }

  /** If it is not set, the field is omitted, which Kubernetes reads as true. */
  public ConfigEntry<Object> KUBERNETES_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES
        .primitive(PodKeys.KUBERNETES_ALLOW_PRIVILEGE_ESCALATION)
        .createWithDefaultString("true");
  }

  public ConfigEntry<Object> KUBERNETES_ANNOTATE_EXIT_EXCEPTION() {
    return ENTRIES.primitive(ClusterKeys.KUBERNETES_ANNOTATE_EXIT_EXCEPTION).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_CONTEXT() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_CONTEXT).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES.fallback(
        PodKeys.KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION,
        KUBERNETES_ALLOW_PRIVILEGE_ESCALATION());
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_LIMIT_CORES() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_LIMIT_CORES).createOptional();
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_DRIVER_MASTER_URL).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_OWN_PVC() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_DRIVER_OWN_PVC).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_FILE() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_PODTEMPLATE_FILE).createOptional();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS() {
    return ENTRIES.list(PodKeys.KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS).createWithDefault();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS() {
    return ENTRIES.list(PodKeys.KUBERNETES_DRIVER_POD_FEATURE_STEPS).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_POD_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME_PREFIX() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_POD_NAME_PREFIX).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_REQUEST_CORES() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_REQUEST_CORES).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_REUSE_PVC() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_DRIVER_REUSE_PVC).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_SCHEDULER_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_SCHEDULER_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION() {
    return ENTRIES
        .primitive(PodKeys.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION)
        .createWithDefault();
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILIES).createWithDefault();
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY() {
    return ENTRIES.text(PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES() {
    return ENTRIES
        .primitive(PodKeys.KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES)
        .createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SUBMIT_CHECK() {
    return ENTRIES.primitive(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD() {
    return ENTRIES
        .primitive(ExecutorKeys.KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD)
        .createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_FILE_UPLOAD_PATH() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_FILE_UPLOAD_PATH).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_HADOOP_CONF_CONFIG_MAP() {
    return ENTRIES.text(PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY() {
    return ENTRIES.text(PodKeys.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_KERBEROS_DT_SECRET_NAME).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP() {
    return ENTRIES.text(PodKeys.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP).createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_FILE() {
    return ENTRIES.text(PodKeys.KUBERNETES_KERBEROS_KRB5_FILE).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_LOCAL_DIRS_TMPFS() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_LOCAL_DIRS_TMPFS).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_MAX_PENDING_PODS).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS_PER_RPID() {
    return ENTRIES.primitive(ExecutorKeys.KUBERNETES_MAX_PENDING_PODS_PER_RPID).createWithDefault();
  }

  public ConfigEntry<String> KUBERNETES_NAMESPACE() {
    return ENTRIES.text(ClusterKeys.KUBERNETES_NAMESPACE).createWithDefault();
  }

  public OptionalConfigEntry<String> KUBERNETES_SCHEDULER_NAME() {
    return ENTRIES.text(PodKeys.KUBERNETES_SCHEDULER_NAME).createOptional();
  }

  public OptionalConfigEntry<Object> KUBERNETES_SUBMIT_GRACE_PERIOD() {
    return ENTRIES.primitive(ClusterKeys.KUBERNETES_SUBMIT_GRACE_PERIOD).createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_TRUST_CERTIFICATES() {
    return ENTRIES.primitive(ClusterKeys.KUBERNETES_TRUST_CERTIFICATES).createWithDefault();
  }

  public ConfigEntry<Object> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE() {
    return ENTRIES.primitive(PodKeys.KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE).createWithDefault();
  }

  public ConfigEntry<Object> MEMORY_OVERHEAD_FACTOR() {
    return ENTRIES.primitive(PodKeys.MEMORY_OVERHEAD_FACTOR).createWithDefault();
  }

  public ConfigEntry<Object> PVC_RESIZE_FACTOR() {
    return ENTRIES.primitive(ExecutorKeys.PVC_RESIZE_FACTOR).createWithDefault();
  }

  public ConfigEntry<Object> PVC_RESIZE_INTERVAL() {
    return ENTRIES.primitive(ExecutorKeys.PVC_RESIZE_INTERVAL).createWithDefault();
  }

  public ConfigEntry<Object> PVC_RESIZE_THRESHOLD() {
    return ENTRIES.primitive(ExecutorKeys.PVC_RESIZE_THRESHOLD).createWithDefault();
  }

  public ConfigEntry<Object> REPORT_INTERVAL() {
    return ENTRIES.primitive(ClusterKeys.REPORT_INTERVAL).createWithDefault();
  }

  public ConfigEntry<Object> SUBMISSION_CLIENT_CONNECTION_TIMEOUT() {
    return ENTRIES.primitive(ClusterKeys.SUBMISSION_CLIENT_CONNECTION_TIMEOUT).createWithDefault();
  }

  public ConfigEntry<Object> SUBMISSION_CLIENT_REQUEST_TIMEOUT() {
    return ENTRIES.primitive(ClusterKeys.SUBMISSION_CLIENT_REQUEST_TIMEOUT).createWithDefault();
  }

  public ConfigEntry<Object> WAIT_FOR_APP_COMPLETION() {
    return ENTRIES.primitive(ClusterKeys.WAIT_FOR_APP_COMPLETION).createWithDefault();
  }
}
