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

  // The cluster and how it is reached.

  public static final ConfigEntry<Optional<String>> KUBERNETES_CONTEXT =
      ConfigEntry.key("spark.kubernetes.context")
          .doc(
              "Context of the kubeconfig file whose cluster and user the client starts from;"
                  + " without it the file's current context. Settings under"
                  + " spark.kubernetes.authenticate go before what the context says.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> KUBERNETES_DRIVER_MASTER_URL =
      ConfigEntry.key("spark.kubernetes.driver.master")
          .doc(
              "URL at which a driver in the cluster finds the API server. With local,"
                  + " local[4] or local[*] the driver runs all tasks itself and there are no"
                  + " executors.")
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
              "Accepts any certificate of the API server. Traffic can then be read and"
                  + " changed on its way, so this is for trials only.")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.requestTimeout")
          .doc(
              "Milliseconds that spark-submit waits for the answer to a request to the API"
                  + " server.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> SUBMISSION_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.submission.connectionTimeout")
          .doc("Milliseconds that spark-submit waits for a connection to the API server.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_REQUEST_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.requestTimeout")
          .doc(
              "Milliseconds that the driver waits for the answer to a request to the API"
                  + " server.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Integer> DRIVER_CLIENT_CONNECTION_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.driver.connectionTimeout")
          .doc("Milliseconds that the driver waits for a connection to the API server.")
          .since("3.0.0")
          .intType()
          .withDefault(10000);

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.driver.serviceAccountName")
          .doc(
              "Service account of the driver's pod, by which it creates executors unless it"
                  + " is given credentials of its own.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME =
      ConfigEntry.key("spark.kubernetes.authenticate.executor.serviceAccountName")
          .doc("Service account of executors; without it they have the driver's.")
          .since("3.1.0")
          .stringType()
          .optional();

  // Submission.

  public static final ConfigEntry<Boolean> WAIT_FOR_APP_COMPLETION =
      ConfigEntry.key("spark.kubernetes.submission.waitAppCompletion")
          .doc(
              "Keeps spark-submit running in cluster mode until the application has ended."
                  + " Otherwise it ends as soon as the driver is created.")
          .since("2.3.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> REPORT_INTERVAL =
      ConfigEntry.key("spark.kubernetes.report.interval")
          .doc(
              "How often spark-submit logs the state of the application while it waits; once a"
                  + " minute if not set. Changes are logged at once.")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Optional<Long>> KUBERNETES_SUBMIT_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.appKillPodDeletionGracePeriod")
          .doc(
              "Time that pods get to shut down when spark-submit --kill ends an application;"
                  + " without it the time that the pod itself asks for.")
          .since("3.0.0")
          .timeType(TimeUnit.SECONDS)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_FILE_UPLOAD_PATH =
      ConfigEntry.key("spark.kubernetes.file.upload.path")
          .doc(
              "Folder on a Hadoop file system to which files of the submitting machine are"
                  + " copied in cluster mode, so that the driver can read them.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SUBMIT_CHECK =
      ConfigEntry.key("spark.kubernetes.submitInDriver")
          .doc(
              "Set for a driver that was submitted in cluster mode, which tells it that it"
                  + " runs in a pod.")
          .since("2.4.0")
          .internal()
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> APP_RESOURCE_TYPE =
      ConfigEntry.key("spark.kubernetes.resource.type")
          .doc("Language of the application, handed to the driver by spark-submit.")
          .since("2.4.1")
          .internal()
          .stringType()
          .checkValues(List.of("java", "python", "r"))
          .optional();

  // Images.

  public static final ConfigEntry<Optional<String>> CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.container.image")
          .doc(
              "Image of Spark's container in drivers and executors. {{SPARK_VERSION}} in it"
                  + " stands for the version of Spark that submits.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> DRIVER_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.driver.container.image")
          .doc(
              "Image of Spark's container in the driver where it is not that of all pods."
                  + " Takes {{SPARK_VERSION}}.")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<Optional<String>> EXECUTOR_CONTAINER_IMAGE =
      ConfigEntry.key("spark.kubernetes.executor.container.image")
          .doc(
              "Image of Spark's container in executors where it is not that of all pods."
                  + " Takes {{SPARK_VERSION}}.")
          .since("2.3.0")
          .fallbackTo(CONTAINER_IMAGE);

  public static final ConfigEntry<String> CONTAINER_IMAGE_PULL_POLICY =
      ConfigEntry.key("spark.kubernetes.container.image.pullPolicy")
          .doc("When nodes pull the image: Always, Never or IfNotPresent.")
          .since("2.3.0")
          .stringType()
          .checkValues(List.of("Always", "Never", "IfNotPresent"))
          .withDefault("IfNotPresent");

  public static final ConfigEntry<List<String>> IMAGE_PULL_SECRETS =
      ConfigEntry.key("spark.kubernetes.container.image.pullSecrets")
          .doc("Secrets with the credentials of private registries, separated by commas.")
          .since("2.4.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  // Pods: names, resources, placement.

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME =
      ConfigEntry.key("spark.kubernetes.driver.pod.name")
          .doc(
              "Name of the driver's pod. Without it the name is made of the application's"
                  + " name and a unique id. In client mode inside a pod it names that pod, which"
                  + " then owns the executors.")
          .since("2.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.driver.resourceNamePrefix")
          .doc(
              "What the names of the driver's objects begin with; without it the"
                  + " application's name and a unique id. Two applications with one prefix get in"
                  + " each other's way.")
          .since("3.0.0")
          .internal()
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_POD_NAME_PREFIX =
      ConfigEntry.key("spark.kubernetes.executor.podNamePrefix")
          .doc(
              "What the names of executors begin with: <prefix>-exec-<id>. Without it the"
                  + " application's name and a unique id.")
          .since("2.3.0")
          .stringType()
          .check(NameRules::isExecutorPodNamePrefix, NameRules.EXECUTOR_POD_NAME_PREFIX)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.driver.request.cores")
          .doc(
              "CPU that the driver's pod asks for, as Kubernetes writes it, such as 500m."
                  + " Without it as many as spark.driver.cores.")
          .since("3.0.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.driver.limit.cores")
          .doc(
              "CPU that the driver's pod may use at most, as Kubernetes writes it. No limit"
                  + " without it.")
          .since("2.3.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_REQUEST_CORES =
      ConfigEntry.key("spark.kubernetes.executor.request.cores")
          .doc(
              "CPU that an executor's pod asks for, as Kubernetes writes it, such as 500m;"
                  + " for the default resource profile only. How many tasks run side by side is"
                  + " still decided by spark.executor.cores.")
          .since("2.4.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_LIMIT_CORES =
      ConfigEntry.key("spark.kubernetes.executor.limit.cores")
          .doc(
              "CPU that an executor's pod may use at most, as Kubernetes writes it. No limit"
                  + " without it.")
          .since("2.3.0")
          .stringType()
          .transform(String::trim)
          .check(QuantityRules::isQuantity, QuantityRules.QUANTITY)
          .optional();

  public static final ConfigEntry<Double> MEMORY_OVERHEAD_FACTOR =
      ConfigEntry.key("spark.kubernetes.memoryOverheadFactor")
          .doc(
              "Memory beside the heap, as a share of it, where"
                  + " spark.driver.memoryOverheadFactor and spark.executor.memoryOverheadFactor are"
                  + " not set. Applications in Python and R get 0.4 unless a value is set.")
          .since("2.4.0")
          .doubleType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0.1);

  public static final ConfigEntry<Optional<String>> KUBERNETES_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.scheduler.name")
          .doc("Scheduler that places drivers and executors; without it the cluster's default.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.scheduler.name")
          .doc("Scheduler that places the driver where it is not that of all pods.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_SCHEDULER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.scheduler.name")
          .doc("Scheduler that places executors where it is not that of all pods.")
          .since("3.0.0")
          .stringType()
          .optional();

  // Pods: templates and feature steps.

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateFile")
          .doc("File with a pod from which the driver's pod is built.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_DRIVER_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.driver.podTemplateContainerName")
          .doc("Container of the driver's template that becomes Spark's; without it the first.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_FILE =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateFile")
          .doc("File with a pod from which executors are built.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_PODTEMPLATE_CONTAINER_NAME =
      ConfigEntry.key("spark.kubernetes.executor.podTemplateContainerName")
          .doc(
              "Container of the executors' template that becomes Spark's; without it the"
                  + " first.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.featureSteps")
          .doc(
              "Further feature steps of the driver's pod: ids or class names, separated by"
                  + " commas, run after Spark's own.")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.driver.pod.excludedFeatureSteps")
          .doc(
              "Feature steps that are left out of the driver's pod: ids or class names,"
                  + " separated by commas.")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.featureSteps")
          .doc(
              "Further feature steps of executors: ids or class names, separated by commas,"
                  + " run after Spark's own.")
          .since("3.2.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  public static final ConfigEntry<List<String>> KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS =
      ConfigEntry.key("spark.kubernetes.executor.pod.excludedFeatureSteps")
          .doc(
              "Feature steps that are left out of executors: ids or class names, separated"
                  + " by commas.")
          .since("4.1.0")
          .stringType()
          .toList()
          .withDefault(List.of());

  // The driver's service.

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilyPolicy")
          .doc(
              "Whether the driver's service has addresses of one IP family or of both:"
                  + " SingleStack, PreferDualStack or RequireDualStack.")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("SingleStack", "PreferDualStack", "RequireDualStack"))
          .withDefault("SingleStack");

  public static final ConfigEntry<String> KUBERNETES_DRIVER_SERVICE_IP_FAMILIES =
      ConfigEntry.key("spark.kubernetes.driver.service.ipFamilies")
          .doc(
              "IP families of the driver's service, the first of them preferred: IPv4, IPv6,"
                  + " or both with a comma between.")
          .since("3.4.0")
          .stringType()
          .checkValues(List.of("IPv4", "IPv6", "IPv4,IPv6", "IPv6,IPv4"))
          .withDefault("IPv4");

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES =
      ConfigEntry.key("spark.kubernetes.driver.service.publishNotReadyAddresses")
          .doc(
              "Gives the driver its name in DNS before its pod is ready, so that executors find a"
                  + " driver that has a readiness probe. Executors are then asked for without"
                  + " waiting for the driver to be ready.")
          .since("4.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_SERVICE_DELETE_ON_TERMINATION =
      ConfigEntry.key("spark.kubernetes.driver.service.deleteOnTermination")
          .doc(
              "Removes the driver's service when the application ends. Otherwise it stays as"
                  + " long as the driver's pod.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP =
      ConfigEntry.key("spark.kubernetes.executor.useDriverPodIP")
          .doc(
              "Executors reach the driver by the address of its pod, not by the name of its"
                  + " service, so that they depend on no DNS.")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  // Configuration files, Hadoop and Kerberos.

  public static final ConfigEntry<Long> CONFIG_MAP_MAXSIZE =
      ConfigEntry.key("spark.kubernetes.configMap.maxSize")
          .doc(
              "Bytes that the files of SPARK_CONF_DIR may take in a ConfigMap. Files beyond"
                  + " it are left out.")
          .since("3.1.0")
          .longType()
          .check(v -> v <= 1048576, "at most 1048576 (1 MiB), what Kubernetes accepts")
          .withDefault(1048576L);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP =
      ConfigEntry.key("spark.kubernetes.executor.disableConfigMap")
          .doc(
              "Gives executors no ConfigMap with the files of SPARK_CONF_DIR, which saves"
                  + " one object and one mount each.")
          .since("3.2.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Optional<String>> KUBERNETES_HADOOP_CONF_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.hadoop.configMapName")
          .doc(
              "Existing ConfigMap with the files of HADOOP_CONF_DIR, mounted into drivers"
                  + " and executors.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_FILE =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.path")
          .doc(
              "krb5.conf of the submitting machine, mounted into the driver. The key distribution"
                  + " centre in it must be reachable from there.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.configMapName")
          .doc("Existing ConfigMap with a krb5.conf, mounted into the driver.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_NAME =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.name")
          .doc(
              "Existing secret with delegation tokens, used in place of a keytab or a login"
                  + " of the submitting user.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_DT_SECRET_ITEM_KEY =
      ConfigEntry.key("spark.kubernetes.kerberos.tokenSecret.itemKey")
          .doc("Key within the secret under which the delegation tokens lie.")
          .since("3.0.0")
          .stringType()
          .optional();

  // Scratch space and volumes.

  public static final ConfigEntry<Boolean> KUBERNETES_LOCAL_DIRS_TMPFS =
      ConfigEntry.key("spark.kubernetes.local.dirs.tmpfs")
          .doc(
              "Puts Spark's scratch folders in memory. What is written there counts against"
                  + " the memory of the pod.")
          .since("3.0.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_OWN_PVC =
      ConfigEntry.key("spark.kubernetes.driver.ownPersistentVolumeClaim")
          .doc(
              "Claims made on demand belong to the driver and outlive the executor for which"
                  + " they were made.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.reusePersistentVolumeClaim")
          .doc(
              "Gives a new executor a claim that a removed executor left behind, in place of"
                  + " a fresh one. Needs spark.kubernetes.driver.ownPersistentVolumeClaim.")
          .since("3.2.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_DRIVER_WAIT_TO_REUSE_PVC =
      ConfigEntry.key("spark.kubernetes.driver.waitToReusePersistentVolumeClaim")
          .doc(
              "Makes no more claims than the application may have executors: a new executor"
                  + " waits until a claim is free. Needs"
                  + " spark.kubernetes.driver.reusePersistentVolumeClaim.")
          .since("3.4.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Boolean> KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE =
      ConfigEntry.key("spark.kubernetes.legacy.useReadWriteOnceAccessMode")
          .doc(
              "Makes claims with access mode ReadWriteOnce, as Spark did before 3.4, in"
                  + " place of ReadWriteOncePod.")
          .since("3.4.3")
          .internal()
          .booleanType()
          .withDefault(false);

  // Allocation of executors.

  public static final ConfigEntry<String> KUBERNETES_ALLOCATION_PODS_ALLOCATOR =
      ConfigEntry.key("spark.kubernetes.allocation.pods.allocator")
          .doc(
              "How executors come to be: direct makes pods, statefulset and deployment leave"
                  + " that to a controller of Kubernetes; or the name of a class.")
          .since("3.3.0")
          .stringType()
          .withDefault("direct");

  public static final ConfigEntry<Optional<Integer>> KUBERNETES_EXECUTOR_POD_DELETION_COST =
      ConfigEntry.key("spark.kubernetes.executor.podDeletionCost")
          .doc(
              "With spark.kubernetes.allocation.pods.allocator=deployment: the value of the"
                  + " annotation controller.kubernetes.io/pod-deletion-cost for executors that"
                  + " Spark lets go, so that Kubernetes takes those when the deployment shrinks."
                  + " Other executors have a higher one. Needed for dynamic allocation.")
          .since("4.2.0")
          .intType()
          .optional();

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_BATCH_SIZE =
      ConfigEntry.key("spark.kubernetes.allocation.batch.size")
          .doc(
              "How many executors of a resource profile are asked for in one round. Holds"
                  + " when it is set; otherwise the number follows what the API server can take.")
          .since("2.3.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(10);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_BATCH_DELAY =
      ConfigEntry.key("spark.kubernetes.allocation.batch.delay")
          .doc(
              "Time from one round of allocation to the next. Holds when it is set;"
                  + " otherwise a round starts as soon as there is something to do.")
          .since("2.3.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "a positive time")
          .withDefaultText("1s");

  public static final ConfigEntry<Integer> KUBERNETES_ALLOCATION_MAXIMUM =
      ConfigEntry.key("spark.kubernetes.allocation.maximum")
          .doc(
              "How many executors an application may have made in its whole life. It fails"
                  + " when it wants more.")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPods")
          .doc(
              "How many executors may wait for a node at one time, over all resource"
                  + " profiles. Those that were asked for and not seen yet count, too.")
          .since("3.2.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Integer> KUBERNETES_MAX_PENDING_PODS_PER_RPID =
      ConfigEntry.key("spark.kubernetes.allocation.maxPendingPodsPerRp")
          .doc("How many executors of one resource profile may wait for a node at one time.")
          .since("4.1.0")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_DRIVER_READINESS_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.driver.readinessTimeout")
          .doc(
              "How long the first allocation waits for the driver's pod to be ready."
                  + " Executors are asked for afterwards in any case.")
          .since("3.1.3")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Long> KUBERNETES_ALLOCATION_EXECUTOR_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.allocation.executor.timeout")
          .doc(
              "How long a pod that was asked for may stay unseen before it is removed and"
                  + " asked for again.")
          .since("3.1.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("600s");

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED =
      ConfigEntry.key("spark.kubernetes.allocation.recoveryMode.enabled")
          .doc(
              "Has new executors run one task at a time, with all of their memory to itself."
                  + " Unset: from the first executor on that runs out of memory. true: from the"
                  + " start. false: never.")
          .since("4.2.0")
          .booleanType()
          .optional();

  // Life of executors.

  public static final ConfigEntry<Boolean> KUBERNETES_DELETE_EXECUTORS =
      ConfigEntry.key("spark.kubernetes.executor.deleteOnTermination")
          .doc(
              "Removes the pods of executors that have ended. Otherwise they stay, for a"
                  + " look at their logs, until the driver's pod goes.")
          .since("3.0.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS =
      ConfigEntry.key("spark.kubernetes.executor.terminationGracePeriodSeconds")
          .doc("Time that an executor's pod gets to shut down.")
          .since("4.1.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefaultText("30s");

  public static final ConfigEntry<Long> KUBERNETES_DYN_ALLOC_KILL_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.dynamicAllocation.deleteGracePeriod")
          .doc(
              "Time that an executor of which dynamic allocation wants to be rid gets to end"
                  + " by itself before its pod is removed.")
          .since("3.0.0")
          .timeType(TimeUnit.MILLISECONDS)
          .withDefaultText("5s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_CHECK_ALL_CONTAINERS =
      ConfigEntry.key("spark.kubernetes.executor.checkAllContainers")
          .doc(
              "Looks at all containers of a pod to tell how an executor is, sidecars"
                  + " included, and not at Spark's alone.")
          .since("3.1.0")
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_MISSING_POD_DETECT_DELTA =
      ConfigEntry.key("spark.kubernetes.executor.missingPodDetectDelta")
          .doc(
              "How long a registered executor may be missing from the list of pods before it"
                  + " counts as lost.")
          .since("3.1.1")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("30s");

  public static final ConfigEntry<Long> KUBERNETES_DELETED_EXECUTORS_CACHE_TIMEOUT =
      ConfigEntry.key("spark.kubernetes.executor.deletedExecutorsCacheTimeout")
          .doc(
              "How long the driver remembers executors that it has removed, so as not to"
                  + " report them twice.")
          .since("4.1.0")
          .internal()
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(180L);

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabel")
          .doc(
              "Label that executors get while they are decommissioned, by which a disruption"
                  + " budget can leave them out.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_EXECUTOR_DECOMMISSION_LABEL_VALUE =
      ConfigEntry.key("spark.kubernetes.executor.decommissionLabelValue")
          .doc("Value of the label that executors get while they are decommissioned.")
          .since("3.3.0")
          .stringType()
          .optional();

  public static final ConfigEntry<String> DECOMMISSION_SCRIPT =
      ConfigEntry.key("spark.kubernetes.decommission.script")
          .doc(
              "Program in the image that a node runs before it stops an executor while"
                  + " decommissioning is on.")
          .since("3.2.0")
          .stringType()
          .withDefault("/opt/decom.sh");

  public static final ConfigEntry<Boolean> KUBERNETES_ANNOTATE_EXIT_EXCEPTION =
      ConfigEntry.key("spark.kubernetes.driver.annotateExitException")
          .doc(
              "Writes the exception by which an application failed into the annotation"
                  + " spark.exit-exception of the driver's pod.")
          .since("4.1.0")
          .booleanType()
          .withDefault(false);

  // Watching the cluster.

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_WATCHER =
      ConfigEntry.key("spark.kubernetes.executor.enableApiWatcher")
          .doc(
              "Learns of executors by a watch. Off, changes are noticed no sooner than at"
                  + " the next poll.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_ENABLE_API_POLLING =
      ConfigEntry.key("spark.kubernetes.executor.enableApiPolling")
          .doc(
              "Lists the pods of executors from time to time. Off, what a watch missed stays"
                  + " unknown.")
          .since("3.4.0")
          .internal()
          .booleanType()
          .withDefault(true);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_API_POLLING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.apiPollingInterval")
          .doc("How often the pods of executors are listed.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("30s");

  public static final ConfigEntry<Boolean> KUBERNETES_EXECUTOR_API_POLLING_WITH_RESOURCE_VERSION =
      ConfigEntry.key("spark.kubernetes.executor.enablePollingWithResourceVersion")
          .doc(
              "Lets the API server answer lists from its cache, which costs it less and may"
                  + " show an older state.")
          .since("3.3.0")
          .booleanType()
          .withDefault(false);

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_EVENT_PROCESSING_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.eventProcessingInterval")
          .doc(
              "Read and checked, without effect: what is learnt about executors is acted upon at"
                  + " once.")
          .since("2.4.0")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("1s");

  public static final ConfigEntry<Long> KUBERNETES_EXECUTOR_SNAPSHOTS_SUBSCRIBERS_GRACE_PERIOD =
      ConfigEntry.key("spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod")
          .doc(
              "Read and checked, without effect: no work on news of executors is left when an"
                  + " application ends.")
          .since("3.4.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefaultText("20s");

  // Replacing executors while an application runs.

  public static final ConfigEntry<Long> EXECUTOR_ROLL_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.rollInterval")
          .doc(
              "How often the plugin ExecutorRollPlugin decommissions an executor, so that a"
                  + " fresh one takes its place. 0 is never.")
          .since("3.3.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(0L);

  public static final ConfigEntry<String> EXECUTOR_ROLL_POLICY =
      ConfigEntry.key("spark.kubernetes.executor.rollPolicy")
          .doc(
              "Which executor is replaced. ID and ADD_TIME: the oldest. TOTAL_GC_TIME,"
                  + " TOTAL_DURATION, AVERAGE_DURATION, FAILED_TASKS, PEAK_JVM_ONHEAP_MEMORY,"
                  + " PEAK_JVM_OFFHEAP_MEMORY, TOTAL_SHUFFLE_WRITE and DISK_USED: the one with most"
                  + " of it. OUTLIER: one that is far from the mean in task time, collection time"
                  + " or failures, and if there is none, as TOTAL_DURATION. OUTLIER_NO_FALLBACK:"
                  + " such a one or none.")
          .since("3.3.0")
          .stringType()
          .transform(v -> v.toUpperCase(Locale.ROOT))
          .checkValues(EXECUTOR_ROLL_POLICIES)
          .withDefault("OUTLIER");

  public static final ConfigEntry<Integer> MINIMUM_TASKS_PER_EXECUTOR_BEFORE_ROLLING =
      ConfigEntry.key("spark.kubernetes.executor.minTasksPerExecutorBeforeRolling")
          .doc("How many tasks an executor must have run before it may be replaced.")
          .since("3.3.0")
          .intType()
          .check(v -> v >= 0, "zero or more")
          .withDefault(0);

  // Growth of executors.

  public static final ConfigEntry<Long> EXECUTOR_RESIZE_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.resizeInterval")
          .doc(
              "How often the plugin ExecutorResizePlugin looks whether executors need more memory."
                  + " 0 is never. Takes metrics-server, and the driver's right to list pods of"
                  + " metrics.k8s.io and to patch pods/resize.")
          .since("4.2.0")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(0L);

  public static final ConfigEntry<Double> EXECUTOR_RESIZE_THRESHOLD =
      ConfigEntry.key("spark.kubernetes.executor.resizeThreshold")
          .doc("The share of its memory limit above which an executor is given more.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v < 1, "more than 0 and less than 1")
          .withDefault(0.9);

  public static final ConfigEntry<Double> EXECUTOR_RESIZE_FACTOR =
      ConfigEntry.key("spark.kubernetes.executor.resizeFactor")
          .doc("How much more memory an executor is given, as a share of what it has.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v <= 1, "more than 0 and not more than 1")
          .withDefault(0.1);

  public static final ConfigEntry<Long> EXECUTOR_RESIZE_MAX_MEMORY =
      ConfigEntry.key("spark.kubernetes.executor.resizeMaxMemory")
          .doc("The memory beyond which no executor is made to grow.")
          .since("4.4.0")
          .bytesType(1)
          .check(v -> v > 0, "more than zero")
          .withDefault(Long.MAX_VALUE);

  public static final ConfigEntry<Long> PVC_RESIZE_INTERVAL =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeInterval")
          .doc(
              "How often the plugin ExecutorPVCResizePlugin looks whether executors need larger"
                  + " volumes; minutes where there is no unit. 0 is never. Takes a storage class"
                  + " that allows expansion, and the driver's right to get and patch"
                  + " persistentvolumeclaims.")
          .since("4.2.0")
          .timeType(TimeUnit.MINUTES)
          .check(v -> v >= 0 && v % 5 == 0, "0 or a multiple of 5 minutes")
          .withDefault(5L);

  public static final ConfigEntry<Double> PVC_RESIZE_THRESHOLD =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeThreshold")
          .doc("The share of a volume that must be in use before its claim is made to grow.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v < 1, "more than 0 and less than 1")
          .withDefault(0.5);

  public static final ConfigEntry<Double> PVC_RESIZE_FACTOR =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeFactor")
          .doc("How much larger a claim is made, as a share of what it asks for.")
          .since("4.2.0")
          .doubleType()
          .check(v -> v > 0 && v <= 1, "more than 0 and not more than 1")
          .withDefault(1.0);

  public static final ConfigEntry<Long> PVC_RESIZE_MAX_STORAGE =
      ConfigEntry.key("spark.kubernetes.executor.pvc.resizeMaxStorage")
          .doc("The size beyond which no claim is made to grow.")
          .since("4.4.0")
          .bytesType(1)
          .check(v -> v > 0, "more than zero")
          .withDefault(Long.MAX_VALUE);

  // Security of containers.

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_ALLOW_PRIVILEGE_ESCALATION =
      ConfigEntry.key("spark.kubernetes.securityContext.allowPrivilegeEscalation")
          .doc(
              "Whether a process in Spark's containers may gain more rights than its parent;"
                  + " nothing is said in the pod where this is not set.")
          .since("4.3.0")
          .booleanType()
          .optional();

  public static final ConfigEntry<Optional<Boolean>> KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION =
      ConfigEntry.key("spark.kubernetes.driver.securityContext.allowPrivilegeEscalation")
          .doc("The same, for the driver only.")
          .since("4.3.0")
          .fallbackTo(KUBERNETES_ALLOW_PRIVILEGE_ESCALATION);

  public static final ConfigEntry<Optional<Boolean>>
      KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION =
          ConfigEntry.key("spark.kubernetes.executor.securityContext.allowPrivilegeEscalation")
              .doc("The same, for executors only.")
              .since("4.3.0")
              .fallbackTo(KUBERNETES_ALLOW_PRIVILEGE_ESCALATION);

  private ConfigKeys() {}

  /** Returns all entries of this class, sorted by key. */
  public static List<ConfigEntry<?>> all() {
    return EntryFields.of(ConfigKeys.class);
  }
}
