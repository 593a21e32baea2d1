package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.NameRules;
import io.podsmith.core.conf.QuantityRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Spark's settings {@code spark.kubernetes.*}. The constants have the names of upstream. */
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

  // Cluster access.

  public static final ConfigEntry<Optional<String>> KUBERNETES_CONTEXT =
      ConfigEntry.key("spark.kubernetes.context")
          .doc(
              "Context of the kubeconfig file to use. If it is not set, the current context"
                  + " is used. Settings under spark.kubernetes.authenticate override the"
                  + " credentials of the context.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL =
      ConfigEntry.key("spark.kubernetes.driver.master")
          .doc(
              "URL of the API server as seen from the driver pod. With local, local[4] or"
                  + " local[*], the driver runs all tasks itself and no executors are created.")
          .since("3.0.0")
          .stringType()
          .withDefault(Constants.KUBERNETES_MASTER_INTERNAL_URL);

  public static final ConfigEntry<String> KUBERNETES_NAMESPACE =
      ConfigEntry.key("spark.kubernetes.namespace")
          .doc("Namespace of the driver, its executors and all their objects.")
          .since("2.3.0")
          .stringType()
          .withDefault("default");

  public static final ConfigEntry<Boolean> KUBERNETES_TRUST_CERTIFICATES =
      ConfigEntry.key("spark.kubernetes.trust.certificates")
          .doc(
              "Whether to accept any certificate of the API server without verification."
                  + " Anyone on the network path can then read and change the traffic: use it"
                  + " for tests only.")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.requestTimeout")
          .doc(
              "How long spark-submit waits for the response to a request to the API server,"
                  + " in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.connectionTimeout")
          .doc("How long spark-submit waits for a connection to the API server, in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.requestTimeout")
          .doc(
              "How long the driver waits for the response to a request to the API server,"
                  + " in milliseconds. The driver waits at most 30 s per request, even if the"
                  + " value is higher.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.connectionTimeout")
          .doc("How long the driver waits for a connection to the API server, in milliseconds.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.driver.serviceAccountName")
          .doc(
              "Service account of the driver pod. The driver manages executors with its"
                  + " permissions, unless spark.kubernetes.authenticate.driver provides other"
                  + " credentials.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.executor.serviceAccountName")
          .doc(
              "Service account of executor pods. If it is not set, executors use the"
                  + " service account of the driver, unless the pod template names one.")
          .since("3.1.0")
          .stringType()
          .optional();

  // Submission.

  public static final ConfigEntry<Boolean> WAIT_FOR_APP_COMPLETION =
      ConfigEntry.key("spark.kubernetes.submission.waitAppCompletion")
          .doc(
              "Whether spark-submit waits in cluster mode until the application ends, and"
                  + " exits with the driver's exit code. If false, spark-submit exits with 0"
                  + " once the driver is created.")
          .since("2.3.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> REPORT_INTERVAL =
      ConfigEntry.key("spark.kubernetes.report.interval")
          .doc(
              "How often spark-submit logs the application's status while it waits. If it"
                  + " is not set, the status is logged once a minute: the default, which is that"
                  + " of Spark, does not apply. Changes are always logged immediately.")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("1s");

  public static final ConfigEntry<Optional<Long>> KUBERNETES_SUBMIT_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.appKillPodDeletionGracePeriod")
          .doc(
              "Grace period of the driver pod when spark-submit --kill deletes it. If it is"
                  + " not set, the pod's own terminationGracePeriodSeconds applies.")
          .since("3.0.0")
          .timeType(TimeUnit.SECONDS)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_FILE_UPLOAD_PATH =
      ConfigEntry.key("spark.kubernetes.file.upload.path")
          .doc(
              "Directory on a Hadoop-compatible file system to which spark-submit uploads"
                  + " local files in cluster mode, so that the driver can read them.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SUBMIT_CHECK =
      ConfigEntry.key("spark.kubernetes.submitInDriver")
          .doc(
              "Set by spark-submit for a driver in cluster mode, so that the driver knows"
                  + " that it runs in a pod.")
          .since("2.4.0")
          .internal()
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> APP_RESOURCE_TYPE =
      ConfigEntry.key("spark.kubernetes.resource.type")
          .doc("Language of the application. Set by spark-submit for the driver.")
          .since("2.4.1")
          .internal()
          .stringType()
          .checkValues(List.of("java", "python", "r"))
          .optional();

  // Images.

  public static final ConfigEntry<Optional<String>> CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.container.image")
          .doc(
              "Image of the Spark container in driver and executor pods. {{SPARK_VERSION}}"
                  + " is replaced with the version of Spark that runs spark-submit.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> DRIVER_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.driver.container.image")
          .doc(
              "Image of the Spark container in the driver pod. {{SPARK_VERSION}} is"
                  + " replaced with the version of Spark that runs spark-submit.")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<Optional<String>> EXECUTOR_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.executor.container.image")
          .doc(
              "Image of the Spark container in executor pods. {{SPARK_VERSION}} is replaced"
                  + " with Spark's version.")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY =
      ConfigEntry.key("spark.kubernetes.container.image.pullPolicy")
          .doc("When the kubelet pulls the image.")
          .since("2.3.0")
          .stringType()
          .checkValues(List.of("Always", "Never", "IfNotPresent"))
          .withDefault("IfNotPresent");

  public static final ConfigEntry<List<String>> IMAGE_PULL_SECRETS =
      ConfigEntry.key("spark.kubernetes.container.image.pullSecrets")
          .doc("Names of the Secrets with credentials for private image registries.")
          .since("2.4.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  // Pods: names, resources, placement.

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME =
      ConfigEntry.key("spark.kubernetes.driver.pod.name")
          .doc(
              "Name of the driver pod. If it is not set, Podsmith generates one from the"
                  + " application name and a unique id. In client mode inside a pod, set it to"
                  + " the name of that pod: the pod then owns the executors, so they are deleted"
                  + " with it.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.driver.resourceNamePrefix")
          .doc(
              "Prefix for the names of the driver's objects. If it is not set, Podsmith"
                  + " generates one from the application name and a unique id. Two applications"
                  + " with the same prefix in one namespace conflict.")
          .since("3.0.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.executor.podNamePrefix")
          .doc(
              "Prefix for the names of executor pods, which are named `<prefix>-exec-<id>`."
                  + " If it is not set, Podsmith generates one from the application name and a"
                  + " unique id.")
          .since("2.3.0")
          .stringType()
          .check(NameRules::isExecutorPodNamePrefix, NameRules.EXECUTOR_POD_NAME_PREFIX)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.driver.request.cores")
          .doc(
              "CPU request of the driver pod as a Kubernetes quantity, for example 500m. If"
                  + " it is not set, spark.driver.cores is requested.")
          .since("3.0.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.driver.limit.cores")
          .doc(
              "CPU limit of the driver pod as a Kubernetes quantity. If it is not set, the"
                  + " pod has no CPU limit.")
          .since("2.3.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.executor.request.cores")
          .doc(
              "CPU request of executor pods of the default resource profile as a Kubernetes"
                  + " quantity, for example 500m. It does not change how many tasks run in"
                  + " parallel, which spark.executor.cores determines.")
          .since("2.4.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.executor.limit.cores")
          .doc(
              "CPU limit of executor pods as a Kubernetes quantity. If it is not set,"
                  + " executor pods have no CPU limit.")
          .since("2.3.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Double> MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.kubernetes.memoryOverheadFactor")
          .doc(
              "Memory to add to the JVM heap for other uses, as a fraction of the heap."
                  + " spark.driver.memoryOverheadFactor and spark.executor.memoryOverheadFactor"
                  + " override it. If it is not set, Python and R applications in cluster mode"
                  + " use 0.4.")
          .since("2.4.0")
          .doubleType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0.1);

  public static final ConfigEntry<Optional<String>> KUBERNETES_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.scheduler.name")
          .doc(
              "Scheduler of driver and executor pods. If it is not set, the default"
                  + " scheduler of the cluster is used.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.scheduler.name")
          .doc("Scheduler of the driver pod. Overrides spark.kubernetes.scheduler.name.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.scheduler.name")
          .doc("Scheduler of executor pods. Overrides spark.kubernetes.scheduler.name.")
          .since("3.0.0")
          .stringType()
          .optional();

  // Pods: templates and feature steps.

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateFile")
          .doc("File with a pod template. The driver pod is built from it.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateContainerName")
          .doc(
              "Name of the container in the driver's pod template that runs Spark. If it is"
                  + " not set, the first container is used.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateFile")
          .doc("File with a pod template. Executor pods are built from it.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateContainerName")
          .doc(
              "Name of the container in the executors' pod template that runs Spark. If it"
                  + " is not set, the first container is used.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.featureSteps")
          .doc(
              "Ids or class names of additional feature steps for the driver pod. Classes"
                  + " run after the built-in steps.")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.excludedFeatureSteps")
          .doc("Ids or class names of feature steps that do not run for the driver pod.")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.featureSteps")
          .doc(
              "Ids or class names of additional feature steps for executor pods. Classes"
                  + " run after the built-in steps.")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.excludedFeatureSteps")
          .doc("Ids or class names of feature steps that do not run for executor pods.")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  // The driver's service.

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilyPolicy")
          .doc(
              "The ipFamilyPolicy of the driver service: whether it has addresses of one IP"
                  + " family or of both.")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("SingleStack", "PreferDualStack", "RequireDualStack"))
          .withDefault("SingleStack");

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilies")
          .doc("IP families of the driver service, in order of preference.")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("IPv4", "IPv6", "IPv4,IPv6", "IPv6,IPv4"))
          .withDefault("IPv4");

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES =
      ConfigEntry.key("spark.kubernetes.driver.service.publishNotReadyAddresses")
          .doc(
              "Whether DNS resolves the driver service before the driver pod is ready."
                  + " Executors can then connect to a driver that has a readiness probe, and"
                  + " they are requested without waiting for the driver pod to become ready.")
          .since("4.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION =
      ConfigEntry.key("spark.kubernetes.driver.service.deleteOnTermination")
          .doc(
              "Whether to delete the driver service when the application ends. If false,"
                  + " the service exists as long as the driver pod.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP =
      ConfigEntry.key("spark.kubernetes.executor.useDriverPodIP")
          .doc(
              "Whether executors connect to the driver by the IP of its pod instead of the"
                  + " name of its service. Executors then do not depend on DNS.")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  // Configuration files, Hadoop and Kerberos.

  public static final ConfigEntry<Long> CONFIG_MAP_MAXSIZE =
      ConfigEntry.key("spark.kubernetes.configMap.maxSize")
          .doc(
              "Maximum total size, in bytes, of the files of SPARK_CONF_DIR in a ConfigMap."
                  + " The smallest files are added first; files that do not fit are left out"
                  + " with a warning.")
          .since("3.1.0")
          .longType()
          .check(v -> v <= 1048576, "at most 1048576 (1 MiB), what Kubernetes accepts")
          .withDefault(1048576L);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP =
      ConfigEntry.key("spark.kubernetes.executor.disableConfigMap")
          .doc(
              "Whether to create executors without the ConfigMap that contains the files of"
                  + " SPARK_CONF_DIR. This saves one ConfigMap per application and one volume"
                  + " mount per executor.")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> KUBERNETES_HADOOP_CONF_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.hadoop.configMapName")
          .doc(
              "Name of an existing ConfigMap with the files of HADOOP_CONF_DIR. It is"
                  + " mounted into driver and executor pods.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_FILE =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.path")
          .doc(
              "Local path of the krb5.conf file to mount into the driver pod. The KDC in"
                  + " this file must be reachable from the pod.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.configMapName")
          .doc(
              "Name of an existing ConfigMap with a krb5.conf file. It is mounted into the"
                  + " driver pod.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_NAME =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.name")
          .doc(
              "Name of an existing Secret with delegation tokens. They are used instead of"
                  + " a keytab or the Kerberos login of the submitting user.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.itemKey")
          .doc(
              "Key of the delegation tokens in the Secret that"
                  + " spark.kubernetes.kerberos.tokenSecret.name names.")
          .since("3.0.0")
          .stringType()
          .optional();

  // Scratch space and volumes.

  public static final ConfigEntry<Boolean> KUBERNETES_LOCAL_DIRS_TMPFS =
      ConfigEntry.key("spark.kubernetes.local.dirs.tmpfs")
          .doc(
              "Whether Spark's scratch directories are in memory (tmpfs). Their content"
                  + " counts against the memory limit of the pod.")
          .since("3.0.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_OWN_PVC =
      ConfigEntry.key("spark.kubernetes.driver.ownPersistentVolumeClaim")
          .doc(
              "Whether on-demand PersistentVolumeClaims are owned by the driver pod. They"
                  + " then outlive the executors for which they were created.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.reusePersistentVolumeClaim")
          .doc(
              "Whether new executors reuse PersistentVolumeClaims of executors that ended,"
                  + " instead of creating new ones. Requires"
                  + " spark.kubernetes.driver.ownPersistentVolumeClaim=true.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.waitToReusePersistentVolumeClaim")
          .doc(
              "Whether to create no more on-demand PersistentVolumeClaims than the maximum"
                  + " number of executors of the application. If no claim is free, new executors"
                  + " wait for one. Requires"
                  + " spark.kubernetes.driver.reusePersistentVolumeClaim=true.")
          .since("3.4.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE =
      ConfigEntry.key("spark.kubernetes.legacy.useReadWriteOnceAccessMode")
          .doc(
              "Whether on-demand PersistentVolumeClaims have the access mode ReadWriteOnce,"
                  + " as before Spark 3.4, instead of ReadWriteOncePod.")
          .since("3.4.3")
          .internal()
          .booleanType()
          .withDefault(false);

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

  public static final ConfigEntry<Boolean> KUBERNETES_ANNOTATE_EXIT_EXCEPTION =
      ConfigEntry.key("spark.kubernetes.driver.annotateExitException")
          .doc(
              "Whether to write the exception that ended the application to the annotation"
                  + " spark.exit-exception of the driver pod.")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  // Watching executor pods.

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER =
      ConfigEntry.key("spark.kubernetes.executor.enableApiWatcher")
          .doc(
              "Whether to watch executor pods. If false, changes are detected by polling"
                  + " only, after spark.kubernetes.executor.apiPollingInterval at the latest.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_POLLING =
      ConfigEntry.key("spark.kubernetes.executor.enableApiPolling")
          .doc(
              "Whether to list executor pods periodically. If false, changes that the watch"
                  + " missed remain undetected.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.apiPollingInterval")
          .doc("How often executor pods are listed.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("30s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION =
      ConfigEntry.key("spark.kubernetes.executor.enablePollingWithResourceVersion")
          .doc(
              "Whether periodic lists may be served from the API server's cache"
                  + " (resourceVersion=0). This reduces the load on the API server, but the"
                  + " result can be outdated.")
          .since("3.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.eventProcessingInterval")
          .doc("Checked, but has no effect: changes of executor pods are processed immediately.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("1s");

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod")
          .doc(
              "Checked, but has no effect: no change of executor pods is left to process"
                  + " when an application ends.")
          .since("3.4.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultString("20s");

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

  // Security of containers.

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_ALLOW_PRIVILEGE_ESCALATION =
      ConfigEntry.key("spark.kubernetes.securityContext.allowPrivilegeEscalation")
          .doc(
              "Sets allowPrivilegeEscalation of Spark's containers: whether a process may"
                  + " gain more privileges than its parent. If it is not set, the field is"
                  + " omitted.")
          .since("4.3.0")
          .booleanType()
          .optional();

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION =
      ConfigEntry.key("spark.kubernetes.driver.securityContext.allowPrivilegeEscalation")
          .doc("Sets allowPrivilegeEscalation of the driver's Spark container.")
          .since("4.3.0")
          .fallbackTo(KUBERNETES_ALLOW_PRIVILEGE_ESCALATION);

  public static final ConfigEntry<Optional<Boolean>>
      KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION =
          ConfigEntry.key("spark.kubernetes.executor.securityContext.allowPrivilegeEscalation")
              .doc("Sets allowPrivilegeEscalation of the executors' Spark containers.")
              .since("4.3.0")
              .fallbackTo(KUBERNETES_ALLOW_PRIVILEGE_ESCALATION);

  private ConfigKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(ConfigKeys.class);
  }
}
