// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s;

import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** Spark's definitions of its settings for Kubernetes, for callers in Java. */
public final class Config extends ConfigOfExecutors {
  private Config() {}

  public static OptionalConfigEntry<String> APP_RESOURCE_TYPE() {
    return Config$.MODULE$.APP_RESOURCE_TYPE();
  }

  public static ConfigEntry<Object> CONFIG_MAP_MAXSIZE() {
    return Config$.MODULE$.CONFIG_MAP_MAXSIZE();
  }

  public static OptionalConfigEntry<String> CONTAINER_IMAGE() {
    return Config$.MODULE$.CONTAINER_IMAGE();
  }

  public static ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY() {
    return Config$.MODULE$.CONTAINER_IMAGE_PULL_POLICY();
  }

  public static ConfigEntry<String> DECOMMISSION_SCRIPT() {
    return Config$.MODULE$.DECOMMISSION_SCRIPT();
  }

  public static ConfigEntry<Object> DRIVER_CLIENT_CONNECTION_TIMEOUT() {
    return Config$.MODULE$.DRIVER_CLIENT_CONNECTION_TIMEOUT();
  }

  public static ConfigEntry<Object> DRIVER_CLIENT_REQUEST_TIMEOUT() {
    return Config$.MODULE$.DRIVER_CLIENT_REQUEST_TIMEOUT();
  }

  public static ConfigEntry<Option<String>> DRIVER_CONTAINER_IMAGE() {
    return Config$.MODULE$.DRIVER_CONTAINER_IMAGE();
  }

  public static ConfigEntry<Seq<String>> IMAGE_PULL_SECRETS() {
    return Config$.MODULE$.IMAGE_PULL_SECRETS();
  }

  public static ConfigEntry<Object> KUBERNETES_ALLOW_PRIVILEGE_ESCALATION() {
    return Config$.MODULE$.KUBERNETES_ALLOW_PRIVILEGE_ESCALATION();
  }

  public static ConfigEntry<Object> KUBERNETES_ANNOTATE_EXIT_EXCEPTION() {
    return Config$.MODULE$.KUBERNETES_ANNOTATE_EXIT_EXCEPTION();
  }

  public static OptionalConfigEntry<String> KUBERNETES_CONTEXT() {
    return Config$.MODULE$.KUBERNETES_CONTEXT();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION() {
    return Config$.MODULE$.KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_LIMIT_CORES() {
    return Config$.MODULE$.KUBERNETES_DRIVER_LIMIT_CORES();
  }

  public static ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL() {
    return Config$.MODULE$.KUBERNETES_DRIVER_MASTER_URL();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_OWN_PVC() {
    return Config$.MODULE$.KUBERNETES_DRIVER_OWN_PVC();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME() {
    return Config$.MODULE$.KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_FILE() {
    return Config$.MODULE$.KUBERNETES_DRIVER_PODTEMPLATE_FILE();
  }

  public static ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS() {
    return Config$.MODULE$.KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS();
  }

  public static ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS() {
    return Config$.MODULE$.KUBERNETES_DRIVER_POD_FEATURE_STEPS();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME() {
    return Config$.MODULE$.KUBERNETES_DRIVER_POD_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_POD_NAME_PREFIX();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_REQUEST_CORES() {
    return Config$.MODULE$.KUBERNETES_DRIVER_REQUEST_CORES();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_REUSE_PVC() {
    return Config$.MODULE$.KUBERNETES_DRIVER_REUSE_PVC();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_SCHEDULER_NAME() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SCHEDULER_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION();
  }

  public static ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_IP_FAMILIES();
  }

  public static ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_SUBMIT_CHECK() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SUBMIT_CHECK();
  }

  public static ConfigEntry<Object> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC() {
    return Config$.MODULE$.KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC();
  }

  public static ConfigEntry<Object> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD() {
    return Config$.MODULE$.KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD();
  }

  public static OptionalConfigEntry<String> KUBERNETES_FILE_UPLOAD_PATH() {
    return Config$.MODULE$.KUBERNETES_FILE_UPLOAD_PATH();
  }

  public static OptionalConfigEntry<String> KUBERNETES_HADOOP_CONF_CONFIG_MAP() {
    return Config$.MODULE$.KUBERNETES_HADOOP_CONF_CONFIG_MAP();
  }

  public static OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY() {
    return Config$.MODULE$.KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY();
  }

  public static OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_NAME() {
    return Config$.MODULE$.KUBERNETES_KERBEROS_DT_SECRET_NAME();
  }

  public static OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP() {
    return Config$.MODULE$.KUBERNETES_KERBEROS_KRB5_CONFIG_MAP();
  }

  public static OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_FILE() {
    return Config$.MODULE$.KUBERNETES_KERBEROS_KRB5_FILE();
  }

  public static ConfigEntry<Object> KUBERNETES_LOCAL_DIRS_TMPFS() {
    return Config$.MODULE$.KUBERNETES_LOCAL_DIRS_TMPFS();
  }

  public static ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS() {
    return Config$.MODULE$.KUBERNETES_MAX_PENDING_PODS();
  }

  public static ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS_PER_RPID() {
    return Config$.MODULE$.KUBERNETES_MAX_PENDING_PODS_PER_RPID();
  }

  public static ConfigEntry<String> KUBERNETES_NAMESPACE() {
    return Config$.MODULE$.KUBERNETES_NAMESPACE();
  }

  public static OptionalConfigEntry<String> KUBERNETES_SCHEDULER_NAME() {
    return Config$.MODULE$.KUBERNETES_SCHEDULER_NAME();
  }

  public static OptionalConfigEntry<Object> KUBERNETES_SUBMIT_GRACE_PERIOD() {
    return Config$.MODULE$.KUBERNETES_SUBMIT_GRACE_PERIOD();
  }

  public static ConfigEntry<Object> KUBERNETES_TRUST_CERTIFICATES() {
    return Config$.MODULE$.KUBERNETES_TRUST_CERTIFICATES();
  }

  public static ConfigEntry<Object> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE() {
    return Config$.MODULE$.KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE();
  }

  public static ConfigEntry<Object> MEMORY_OVERHEAD_FACTOR() {
    return Config$.MODULE$.MEMORY_OVERHEAD_FACTOR();
  }

  public static ConfigEntry<Object> PVC_RESIZE_FACTOR() {
    return Config$.MODULE$.PVC_RESIZE_FACTOR();
  }

  public static ConfigEntry<Object> PVC_RESIZE_INTERVAL() {
    return Config$.MODULE$.PVC_RESIZE_INTERVAL();
  }

  public static ConfigEntry<Object> PVC_RESIZE_THRESHOLD() {
    return Config$.MODULE$.PVC_RESIZE_THRESHOLD();
  }

  public static ConfigEntry<Object> REPORT_INTERVAL() {
    return Config$.MODULE$.REPORT_INTERVAL();
  }

  public static ConfigEntry<Object> SUBMISSION_CLIENT_CONNECTION_TIMEOUT() {
    return Config$.MODULE$.SUBMISSION_CLIENT_CONNECTION_TIMEOUT();
  }

  public static ConfigEntry<Object> SUBMISSION_CLIENT_REQUEST_TIMEOUT() {
    return Config$.MODULE$.SUBMISSION_CLIENT_REQUEST_TIMEOUT();
  }

  public static ConfigEntry<Object> WAIT_FOR_APP_COMPLETION() {
    return Config$.MODULE$.WAIT_FOR_APP_COMPLETION();
  }

  public static String CA_CERT_FILE_CONF_SUFFIX() {
    return Config$.MODULE$.CA_CERT_FILE_CONF_SUFFIX();
  }

  public static String CLIENT_CERT_FILE_CONF_SUFFIX() {
    return Config$.MODULE$.CLIENT_CERT_FILE_CONF_SUFFIX();
  }

  public static String CLIENT_KEY_FILE_CONF_SUFFIX() {
    return Config$.MODULE$.CLIENT_KEY_FILE_CONF_SUFFIX();
  }

  public static String KUBERNETES_AUTH_CLIENT_MODE_PREFIX() {
    return Config$.MODULE$.KUBERNETES_AUTH_CLIENT_MODE_PREFIX();
  }

  public static String KUBERNETES_AUTH_DRIVER_CONF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_AUTH_DRIVER_CONF_PREFIX();
  }

  public static String KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX();
  }

  public static String KUBERNETES_AUTH_EXECUTOR_CONF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_AUTH_EXECUTOR_CONF_PREFIX();
  }

  public static String KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX();
  }

  public static int KUBERNETES_DNS_LABEL_NAME_MAX_LENGTH() {
    return Config$.MODULE$.KUBERNETES_DNS_LABEL_NAME_MAX_LENGTH();
  }

  public static int KUBERNETES_DNS_SUBDOMAIN_NAME_MAX_LENGTH() {
    return Config$.MODULE$.KUBERNETES_DNS_SUBDOMAIN_NAME_MAX_LENGTH();
  }

  public static String KUBERNETES_DRIVER_ANNOTATION_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_ANNOTATION_PREFIX();
  }

  public static String KUBERNETES_DRIVER_ENV_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_ENV_PREFIX();
  }

  public static String KUBERNETES_DRIVER_LABEL_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_LABEL_PREFIX();
  }

  public static String KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX();
  }

  public static String KUBERNETES_DRIVER_SECRETS_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SECRETS_PREFIX();
  }

  public static String KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX();
  }

  public static String KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX();
  }

  public static String KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX();
  }

  public static String KUBERNETES_DRIVER_VOLUMES_PREFIX() {
    return Config$.MODULE$.KUBERNETES_DRIVER_VOLUMES_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_ANNOTATION_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_ANNOTATION_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_LABEL_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_LABEL_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_SECRETS_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_SECRETS_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX();
  }

  public static String KUBERNETES_EXECUTOR_VOLUMES_PREFIX() {
    return Config$.MODULE$.KUBERNETES_EXECUTOR_VOLUMES_PREFIX();
  }

  public static String KUBERNETES_NODE_SELECTOR_PREFIX() {
    return Config$.MODULE$.KUBERNETES_NODE_SELECTOR_PREFIX();
  }

  public static String KUBERNETES_VOLUMES_ANNOTATION_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_ANNOTATION_KEY();
  }

  public static String KUBERNETES_VOLUMES_EMPTYDIR_TYPE() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_EMPTYDIR_TYPE();
  }

  public static String KUBERNETES_VOLUMES_HOSTPATH_TYPE() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_HOSTPATH_TYPE();
  }

  public static String KUBERNETES_VOLUMES_LABEL_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_LABEL_KEY();
  }

  public static String KUBERNETES_VOLUMES_MOUNT_PATH_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_MOUNT_PATH_KEY();
  }

  public static String KUBERNETES_VOLUMES_MOUNT_READONLY_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_MOUNT_READONLY_KEY();
  }

  public static String KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY();
  }

  public static String KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY();
  }

  public static String KUBERNETES_VOLUMES_NFS_TYPE() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_NFS_TYPE();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_PATH_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_PATH_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY();
  }

  public static String KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY();
  }

  public static String KUBERNETES_VOLUMES_PVC_TYPE() {
    return Config$.MODULE$.KUBERNETES_VOLUMES_PVC_TYPE();
  }

  public static String OAUTH_TOKEN_CONF_SUFFIX() {
    return Config$.MODULE$.OAUTH_TOKEN_CONF_SUFFIX();
  }

  public static String OAUTH_TOKEN_FILE_CONF_SUFFIX() {
    return Config$.MODULE$.OAUTH_TOKEN_FILE_CONF_SUFFIX();
  }
}
