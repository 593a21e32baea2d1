// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.OptionalConfigEntry;
import scala.Option;
import scala.collection.immutable.Seq;

/** Spark's definitions of its settings for Kubernetes, except those of executors. */
public class CommonEntries {
  static final SparkEntryRegistry ENTRIES = new SparkEntryRegistry();

  protected CommonEntries() {}

  public OptionalConfigEntry<String> APP_RESOURCE_TYPE() {
    return ENTRIES.text("spark.kubernetes.resource.type").createOptional();
  }

  public ConfigEntry<Object> CONFIG_MAP_MAXSIZE() {
    return ENTRIES
        .wholeLong("spark.kubernetes.configMap.maxSize")
        .createWithDefaultString("1048576");
  }

  public OptionalConfigEntry<String> CONTAINER_IMAGE() {
    return ENTRIES.text("spark.kubernetes.container.image").createOptional();
  }

  public ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY() {
    return ENTRIES
        .text("spark.kubernetes.container.image.pullPolicy")
        .createWithDefaultString("IfNotPresent");
  }

  public ConfigEntry<String> DECOMMISSION_SCRIPT() {
    return ENTRIES
        .text("spark.kubernetes.decommission.script")
        .createWithDefaultString("/opt/decom.sh");
  }

  public ConfigEntry<Object> DRIVER_CLIENT_CONNECTION_TIMEOUT() {
    return ENTRIES
        .whole("spark.kubernetes.driver.connectionTimeout")
        .createWithDefaultString("10000");
  }

  public ConfigEntry<Object> DRIVER_CLIENT_REQUEST_TIMEOUT() {
    return ENTRIES.whole("spark.kubernetes.driver.requestTimeout").createWithDefaultString("10000");
  }

  public ConfigEntry<Option<String>> DRIVER_CONTAINER_IMAGE() {
    return ENTRIES.fallback("spark.kubernetes.driver.container.image", CONTAINER_IMAGE());
  }

  public ConfigEntry<Seq<String>> IMAGE_PULL_SECRETS() {
    return ENTRIES.list("spark.kubernetes.container.image.pullSecrets").createWithDefaultString("");
  }

  public ConfigEntry<Object> KUBERNETES_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES
        .flag("spark.kubernetes.securityContext.allowPrivilegeEscalation")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_ANNOTATE_EXIT_EXCEPTION() {
    return ENTRIES
        .flag("spark.kubernetes.driver.annotateExitException")
        .createWithDefaultString("false");
  }

  public OptionalConfigEntry<String> KUBERNETES_CONTEXT() {
    return ENTRIES.text("spark.kubernetes.context").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION() {
    return ENTRIES.fallback(
        "spark.kubernetes.driver.securityContext.allowPrivilegeEscalation",
        KUBERNETES_ALLOW_PRIVILEGE_ESCALATION());
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_LIMIT_CORES() {
    return ENTRIES.text("spark.kubernetes.driver.limit.cores").createOptional();
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL() {
    return ENTRIES
        .text("spark.kubernetes.driver.master")
        .createWithDefaultString("https://kubernetes.default.svc");
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_OWN_PVC() {
    return ENTRIES
        .flag("spark.kubernetes.driver.ownPersistentVolumeClaim")
        .createWithDefaultString("true");
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME() {
    return ENTRIES.text("spark.kubernetes.driver.podTemplateContainerName").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_PODTEMPLATE_FILE() {
    return ENTRIES.text("spark.kubernetes.driver.podTemplateFile").createOptional();
  }

  public ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS() {
    return ENTRIES
        .list("spark.kubernetes.driver.pod.excludedFeatureSteps")
        .createWithDefaultString("");
  }

  public ConfigEntry<Seq<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS() {
    return ENTRIES.list("spark.kubernetes.driver.pod.featureSteps").createWithDefaultString("");
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME() {
    return ENTRIES.text("spark.kubernetes.driver.pod.name").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_POD_NAME_PREFIX() {
    return ENTRIES.text("spark.kubernetes.driver.resourceNamePrefix").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_REQUEST_CORES() {
    return ENTRIES.text("spark.kubernetes.driver.request.cores").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_REUSE_PVC() {
    return ENTRIES
        .flag("spark.kubernetes.driver.reusePersistentVolumeClaim")
        .createWithDefaultString("true");
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_SCHEDULER_NAME() {
    return ENTRIES.text("spark.kubernetes.driver.scheduler.name").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME() {
    return ENTRIES.text("spark.kubernetes.authenticate.driver.serviceAccountName").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION() {
    return ENTRIES
        .flag("spark.kubernetes.driver.service.deleteOnTermination")
        .createWithDefaultString("true");
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES() {
    return ENTRIES
        .text("spark.kubernetes.driver.service.ipFamilies")
        .createWithDefaultString("IPv4");
  }

  public ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY() {
    return ENTRIES
        .text("spark.kubernetes.driver.service.ipFamilyPolicy")
        .createWithDefaultString("SingleStack");
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES() {
    return ENTRIES
        .flag("spark.kubernetes.driver.service.publishNotReadyAddresses")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_SUBMIT_CHECK() {
    return ENTRIES.flag("spark.kubernetes.submitInDriver").createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC() {
    return ENTRIES
        .flag("spark.kubernetes.driver.waitToReusePersistentVolumeClaim")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD() {
    return ENTRIES
        .millis("spark.kubernetes.dynamicAllocation.deleteGracePeriod")
        .createWithDefaultString("5s");
  }

  public OptionalConfigEntry<String> KUBERNETES_FILE_UPLOAD_PATH() {
    return ENTRIES.text("spark.kubernetes.file.upload.path").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_HADOOP_CONF_CONFIG_MAP() {
    return ENTRIES.text("spark.kubernetes.hadoop.configMapName").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY() {
    return ENTRIES.text("spark.kubernetes.kerberos.tokenSecret.itemKey").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_DT_SECRET_NAME() {
    return ENTRIES.text("spark.kubernetes.kerberos.tokenSecret.name").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP() {
    return ENTRIES.text("spark.kubernetes.kerberos.krb5.configMapName").createOptional();
  }

  public OptionalConfigEntry<String> KUBERNETES_KERBEROS_KRB5_FILE() {
    return ENTRIES.text("spark.kubernetes.kerberos.krb5.path").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_LOCAL_DIRS_TMPFS() {
    return ENTRIES.flag("spark.kubernetes.local.dirs.tmpfs").createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS() {
    return ENTRIES
        .whole("spark.kubernetes.allocation.maxPendingPods")
        .createWithDefaultString("2147483647");
  }

  public ConfigEntry<Object> KUBERNETES_MAX_PENDING_PODS_PER_RPID() {
    return ENTRIES
        .whole("spark.kubernetes.allocation.maxPendingPodsPerRp")
        .createWithDefaultString("2147483647");
  }

  public ConfigEntry<String> KUBERNETES_NAMESPACE() {
    return ENTRIES.text("spark.kubernetes.namespace").createWithDefaultString("default");
  }

  public OptionalConfigEntry<String> KUBERNETES_SCHEDULER_NAME() {
    return ENTRIES.text("spark.kubernetes.scheduler.name").createOptional();
  }

  public OptionalConfigEntry<Object> KUBERNETES_SUBMIT_GRACE_PERIOD() {
    return ENTRIES.seconds("spark.kubernetes.appKillPodDeletionGracePeriod").createOptional();
  }

  public ConfigEntry<Object> KUBERNETES_TRUST_CERTIFICATES() {
    return ENTRIES.flag("spark.kubernetes.trust.certificates").createWithDefaultString("false");
  }

  public ConfigEntry<Object> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE() {
    return ENTRIES
        .flag("spark.kubernetes.legacy.useReadWriteOnceAccessMode")
        .createWithDefaultString("false");
  }

  public ConfigEntry<Object> MEMORY_OVERHEAD_FACTOR() {
    return ENTRIES.fraction("spark.kubernetes.memoryOverheadFactor").createWithDefaultString("0.1");
  }

  public ConfigEntry<Object> PVC_RESIZE_FACTOR() {
    return ENTRIES
        .fraction("spark.kubernetes.executor.pvc.resizeFactor")
        .createWithDefaultString("1.0");
  }

  public ConfigEntry<Object> PVC_RESIZE_INTERVAL() {
    return ENTRIES
        .millis("spark.kubernetes.executor.pvc.resizeInterval")
        .createWithDefaultString("300000ms");
  }

  public ConfigEntry<Object> PVC_RESIZE_THRESHOLD() {
    return ENTRIES
        .fraction("spark.kubernetes.executor.pvc.resizeThreshold")
        .createWithDefaultString("0.5");
  }

  public ConfigEntry<Object> REPORT_INTERVAL() {
    return ENTRIES.millis("spark.kubernetes.report.interval").createWithDefaultString("1s");
  }

  public ConfigEntry<Object> SUBMISSION_CLIENT_CONNECTION_TIMEOUT() {
    return ENTRIES
        .whole("spark.kubernetes.submission.connectionTimeout")
        .createWithDefaultString("10000");
  }

  public ConfigEntry<Object> SUBMISSION_CLIENT_REQUEST_TIMEOUT() {
    return ENTRIES
        .whole("spark.kubernetes.submission.requestTimeout")
        .createWithDefaultString("10000");
  }

  public ConfigEntry<Object> WAIT_FOR_APP_COMPLETION() {
    return ENTRIES
        .flag("spark.kubernetes.submission.waitAppCompletion")
        .createWithDefaultString("true");
  }
}
