// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.core.conf.names.QuantityRules;
import java.util.List;
import java.util.Optional;

/**
 * Settings {@code spark.kubernetes.*} of what pods consist of. The constants have the names of
 * upstream.
 */
public final class PodKeys {
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
              "Local path of the krb5.conf file to mount into the driver pod and, in cluster"
                  + " mode, into executor pods. The KDC in this file must be reachable from"
                  + " the driver pod.")
          .since("3.0.0")
          .stringType()
          .optional();

  public static final ConfigEntry<Optional<String>> KUBERNETES_KERBEROS_KRB5_CONFIG_MAP =
      ConfigEntry.key("spark.kubernetes.kerberos.krb5.configMapName")
          .doc(
              "Name of an existing ConfigMap with a krb5.conf file. It is mounted into the"
                  + " driver pod and into executor pods.")
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

  private PodKeys() {}
}
