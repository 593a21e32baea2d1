package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The settings {@code spark.kubernetes.*} of Spark, under the names that upstream gives them. */
public final class ConfigKeys {
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

  public static final String KUBERNETES_AUTH_DRIVER_CONF_PREFIX =
      "spark.kubernetes.authenticate.driver";
  public static final String KUBERNETES_AUTH_EXECUTOR_CONF_PREFIX =
      "spark.kubernetes.authenticate.executor";
  public static final String KUBERNETES_AUTH_DRIVER_MOUNTED_CONF_PREFIX =
      "spark.kubernetes.authenticate.driver.mounted";
  public static final String KUBERNETES_AUTH_CLIENT_MODE_PREFIX = "spark.kubernetes.authenticate";
  public static final String OAUTH_TOKEN_CONF_SUFFIX = "oauthToken";
  public static final String OAUTH_TOKEN_FILE_CONF_SUFFIX = "oauthTokenFile";
  public static final String CLIENT_KEY_FILE_CONF_SUFFIX = "clientKeyFile";
  public static final String CLIENT_CERT_FILE_CONF_SUFFIX = "clientCertFile";
  public static final String CA_CERT_FILE_CONF_SUFFIX = "caCertFile";
  public static final String dns1123LabelFmt = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  public static final String KUBERNETES_AUTH_SUBMISSION_CONF_PREFIX =
      "spark.kubernetes.authenticate.submission";
  public static final String KUBERNETES_NODE_SELECTOR_PREFIX = "spark.kubernetes.node.selector.";
  public static final String KUBERNETES_DRIVER_NODE_SELECTOR_PREFIX =
      "spark.kubernetes.driver.node.selector.";
  public static final String KUBERNETES_EXECUTOR_NODE_SELECTOR_PREFIX =
      "spark.kubernetes.executor.node.selector.";
  public static final String KUBERNETES_DRIVER_LABEL_PREFIX = "spark.kubernetes.driver.label.";
  public static final String KUBERNETES_DRIVER_ANNOTATION_PREFIX =
      "spark.kubernetes.driver.annotation.";
  public static final String KUBERNETES_DRIVER_SERVICE_LABEL_PREFIX =
      "spark.kubernetes.driver.service.label.";
  public static final String KUBERNETES_DRIVER_SERVICE_ANNOTATION_PREFIX =
      "spark.kubernetes.driver.service.annotation.";
  public static final String KUBERNETES_DRIVER_SECRETS_PREFIX = "spark.kubernetes.driver.secrets.";
  public static final String KUBERNETES_DRIVER_SECRET_KEY_REF_PREFIX =
      "spark.kubernetes.driver.secretKeyRef.";
  public static final String KUBERNETES_DRIVER_VOLUMES_PREFIX = "spark.kubernetes.driver.volumes.";
  public static final String KUBERNETES_EXECUTOR_LABEL_PREFIX = "spark.kubernetes.executor.label.";
  public static final String KUBERNETES_EXECUTOR_ANNOTATION_PREFIX =
      "spark.kubernetes.executor.annotation.";
  public static final String KUBERNETES_EXECUTOR_SECRETS_PREFIX =
      "spark.kubernetes.executor.secrets.";
  public static final String KUBERNETES_EXECUTOR_SECRET_KEY_REF_PREFIX =
      "spark.kubernetes.executor.secretKeyRef.";
  public static final String KUBERNETES_EXECUTOR_VOLUMES_PREFIX =
      "spark.kubernetes.executor.volumes.";
  public static final String KUBERNETES_VOLUMES_HOSTPATH_TYPE = "hostPath";
  public static final String KUBERNETES_VOLUMES_PVC_TYPE = "persistentVolumeClaim";
  public static final String KUBERNETES_VOLUMES_EMPTYDIR_TYPE = "emptyDir";
  public static final String KUBERNETES_VOLUMES_NFS_TYPE = "nfs";
  public static final String KUBERNETES_VOLUMES_MOUNT_PATH_KEY = "mount.path";
  public static final String KUBERNETES_VOLUMES_MOUNT_SUBPATH_KEY = "mount.subPath";
  public static final String KUBERNETES_VOLUMES_MOUNT_SUBPATHEXPR_KEY = "mount.subPathExpr";
  public static final String KUBERNETES_VOLUMES_MOUNT_READONLY_KEY = "mount.readOnly";
  public static final String KUBERNETES_VOLUMES_OPTIONS_PATH_KEY = "options.path";
  public static final String KUBERNETES_VOLUMES_OPTIONS_TYPE_KEY = "options.type";
  public static final String KUBERNETES_VOLUMES_OPTIONS_CLAIM_NAME_KEY = "options.claimName";
  public static final String KUBERNETES_VOLUMES_OPTIONS_CLAIM_STORAGE_CLASS_KEY =
      "options.storageClass";
  public static final String KUBERNETES_VOLUMES_OPTIONS_MEDIUM_KEY = "options.medium";
  public static final String KUBERNETES_VOLUMES_OPTIONS_SIZE_LIMIT_KEY = "options.sizeLimit";
  public static final String KUBERNETES_VOLUMES_OPTIONS_SERVER_KEY = "options.server";
  public static final String KUBERNETES_VOLUMES_LABEL_KEY = "label.";
  public static final String KUBERNETES_VOLUMES_ANNOTATION_KEY = "annotation.";
  public static final String KUBERNETES_DRIVER_ENV_PREFIX = "spark.kubernetes.driverEnv.";
  public static final int KUBERNETES_DNS_SUBDOMAIN_NAME_MAX_LENGTH = 253;
  public static final int KUBERNETES_DNS_LABEL_NAME_MAX_LENGTH = 63;

  public static final ConfigEntry<String> DECOMMISSION_SCRIPT =
      ConfigEntry.key("spark.kubernetes.decommission.script")
          .doc("TODO")
          .since("3.2.0")
          .stringType()
          .withDefault("/opt/decom.sh");

  public static final ConfigEntry<Optional<String>> KUBERNETES_CONTEXT =
      ConfigEntry.key("spark.kubernetes.context")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL =
      ConfigEntry.key("spark.kubernetes.driver.master")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .withDefault(Constants.KUBERNETES_MASTER_INTERNAL_URL);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION =
      ConfigEntry.key("spark.kubernetes.driver.service.deleteOnTermination")
          .doc("TODO")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE =
      ConfigEntry.key("spark.kubernetes.legacy.useReadWriteOnceAccessMode")
          .doc("TODO")
          .since("3.4.3")
          .internal()
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilyPolicy")
          .doc("TODO")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("SingleStack", "PreferDualStack", "RequireDualStack"))
          .withDefault("SingleStack");

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilies")
          .doc("TODO")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("IPv4", "IPv6", "IPv4,IPv6", "IPv6,IPv4"))
          .withDefault("IPv4");

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_OWN_PVC =
      ConfigEntry.key("spark.kubernetes.driver.ownPersistentVolumeClaim")
          .doc("TODO")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.reusePersistentVolumeClaim")
          .doc("TODO")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.waitToReusePersistentVolumeClaim")
          .doc("TODO")
          .since("3.4.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP =
      ConfigEntry.key("spark.kubernetes.executor.useDriverPodIP")
          .doc("TODO")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<String> KUBERNETES_NAMESPACE =
      ConfigEntry.key("spark.kubernetes.namespace")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .withDefault("default");

  public static final ConfigEntry<Optional<String>> CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.container.image")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> DRIVER_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.driver.container.image")
          .doc("TODO")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<Optional<String>> EXECUTOR_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.executor.container.image")
          .doc("TODO")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY =
      ConfigEntry.key("spark.kubernetes.container.image.pullPolicy")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .checkValues(List.of("Always", "Never", "IfNotPresent"))
          .withDefault("IfNotPresent");

  public static final ConfigEntry<List<String>> IMAGE_PULL_SECRETS =
      ConfigEntry.key("spark.kubernetes.container.image.pullSecrets")
          .doc("TODO")
          .since("2.4.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<Long> CONFIG_MAP_MAXSIZE =
      ConfigEntry.key("spark.kubernetes.configMap.maxSize")
          .doc("TODO")
          .since("3.1.0")
          .longType()
          .check(v -> v <= 1048576, "at most 1048576 (1 MiB), what Kubernetes accepts")
          .withDefault(1048576L);

  public static final ConfigEntry<Long> EXECUTOR_ROLL_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.rollInterval")
          .doc("TODO")
          .since("3.3.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(0L);

  public static final ConfigEntry<String> EXECUTOR_ROLL_POLICY =
      ConfigEntry.key("spark.kubernetes.executor.rollPolicy")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .transform(v -> v.toUpperCase(Locale.ROOT))
          .checkValues(EXECUTOR_ROLL_POLICIES)
          .withDefault("OUTLIER");

  public static final ConfigEntry<Integer> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING =
      ConfigEntry.key("spark.kubernetes.executor.minTasksPerExecutorBeforeRolling")
          .doc("TODO")
          .since("3.3.0")
          .intType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.requestTimeout")
          .doc("TODO")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.connectionTimeout")
          .doc("TODO")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.requestTimeout")
          .doc("TODO")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.connectionTimeout")
          .doc("TODO")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.driver.serviceAccountName")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.executor.serviceAccountName")
          .doc("TODO")
          .since("3.1.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.driver.limit.cores")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.driver.request.cores")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SUBMIT_CHECK =
      ConfigEntry.key("spark.kubernetes.submitInDriver")
          .doc("TODO")
          .since("2.4.0")
          .internal()
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.executor.limit.cores")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.scheduler.name")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.scheduler.name")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.scheduler.name")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.executor.request.cores")
          .doc("TODO")
          .since("2.4.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME =
      ConfigEntry.key("spark.kubernetes.driver.pod.name")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.driver.resourceNamePrefix")
          .doc("TODO")
          .since("3.0.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.executor.podNamePrefix")
          .doc("TODO")
          .since("2.3.0")
          .stringType()
          .check(NameRules::isExecutorPodNamePrefix, NameRules.EXECUTOR_POD_NAME_PREFIX)
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP =
      ConfigEntry.key("spark.kubernetes.executor.disableConfigMap")
          .doc("TODO")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.featureSteps")
          .doc("TODO")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.excludedFeatureSteps")
          .doc("TODO")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.featureSteps")
          .doc("TODO")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.excludedFeatureSteps")
          .doc("TODO")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabel")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabelValue")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR =
      ConfigEntry.key("spark.kubernetes.allocation.pods.allocator")
          .doc("TODO")
          .since("3.3.0")
          .stringType()
          .withDefault("direct");

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_BATCH_SIZE =
      ConfigEntry.key("spark.kubernetes.allocation.batch.size")
          .doc("TODO")
          .since("2.3.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(10);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_BATCH_DELAY =
      ConfigEntry.key("spark.kubernetes.allocation.batch.delay")
          .doc("TODO")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "a positive time")
          .withDefaultText("1s");

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_MAXIMUM =
      ConfigEntry.key("spark.kubernetes.allocation.maximum")
          .doc("TODO")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.driver.readinessTimeout")
          .doc("TODO")
          .since("3.1.3")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.executor.timeout")
          .doc("TODO")
          .since("3.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("600s");

  public static final ConfigEntry<Boolean> WAIT_FOR_APP_COMPLETION =
      ConfigEntry.key("spark.kubernetes.submission.waitAppCompletion")
          .doc("TODO")
          .since("2.3.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> REPORT_INTERVAL =
      ConfigEntry.key("spark.kubernetes.report.interval")
          .doc("TODO")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_POLLING =
      ConfigEntry.key("spark.kubernetes.executor.enableApiPolling")
          .doc("TODO")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER =
      ConfigEntry.key("spark.kubernetes.executor.enableApiWatcher")
          .doc("TODO")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.apiPollingInterval")
          .doc("TODO")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("30s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION =
      ConfigEntry.key("spark.kubernetes.executor.enablePollingWithResourceVersion")
          .doc("TODO")
          .since("3.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.eventProcessingInterval")
          .doc("TODO")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Double> MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.kubernetes.memoryOverheadFactor")
          .doc("TODO")
          .since("2.4.0")
          .doubleType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0.1);

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_FILE =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.path")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.configMapName")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_HADOOP_CONF_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.hadoop.configMapName")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_NAME =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.name")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.itemKey")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> APP_RESOURCE_TYPE =
      ConfigEntry.key("spark.kubernetes.resource.type")
          .doc("TODO")
          .since("2.4.1")
          .internal()
          .stringType()
          .checkValues(List.of("java", "python", "r"))
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_LOCAL_DIRS_TMPFS =
      ConfigEntry.key("spark.kubernetes.local.dirs.tmpfs")
          .doc("TODO")
          .since("3.0.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateFile")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateFile")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateContainerName")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateContainerName")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_TRUST_CERTIFICATES =
      ConfigEntry.key("spark.kubernetes.trust.certificates")
          .doc("TODO")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_DELETE_EXECUTORS =
      ConfigEntry.key("spark.kubernetes.executor.deleteOnTermination")
          .doc("TODO")
          .since("3.0.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.executor.deletedExecutorsCacheTimeout")
          .doc("TODO")
          .since("4.1.0")
          .internal()
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(180L);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS =
      ConfigEntry.key("spark.kubernetes.executor.terminationGracePeriodSeconds")
          .doc("TODO")
          .since("4.1.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefaultText("30s");

  public static final ConfigEntry<Long> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.dynamicAllocation.deleteGracePeriod")
          .doc("TODO")
          .since("3.0.0")
          .timeType(TimeUnit.MILLISECONDS)
          .withDefaultText("5s");

  public static final ConfigEntry<Optional<Long>> KUBERNETES_SUBMIT_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.appKillPodDeletionGracePeriod")
          .doc("TODO")
          .since("3.0.0")
          .timeType(TimeUnit.SECONDS)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_FILE_UPLOAD_PATH =
      ConfigEntry.key("spark.kubernetes.file.upload.path")
          .doc("TODO")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS =
      ConfigEntry.key("spark.kubernetes.executor.checkAllContainers")
          .doc("TODO")
          .since("3.1.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA =
      ConfigEntry.key("spark.kubernetes.executor.missingPodDetectDelta")
          .doc("TODO")
          .since("3.1.1")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("30s");

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPods")
          .doc("TODO")
          .since("3.2.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS_PER_RPID =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPodsPerRp")
          .doc("TODO")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod")
          .doc("TODO")
          .since("3.4.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("20s");

  public static final ConfigEntry<Boolean> KUBERNETES_ANNOTATE_EXIT_EXCEPTION =
      ConfigEntry.key("spark.kubernetes.driver.annotateExitException")
          .doc("TODO")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  private ConfigKeys() {}
}
