// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import io.podsmith.api.PodRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The configuration of the application and of the pod that is being built.
 *
 * <p>The engine implements this interface; steps read it. An instance describes one pod, is
 * immutable, and is safe for use by several threads. All maps are sorted by key. A method whose
 * value depends on an invalid setting throws {@link
 * io.podsmith.api.error.InvalidConfigurationException}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesConf {
  /**
   * Returns the role of the pod that is being built.
   *
   * @return the role
   */
  PodRole role();

  /**
   * Reads a setting.
   *
   * @param <T> the type of the setting
   * @param entry the setting
   * @return the value that the user has set, or the default
   * @throws io.podsmith.api.error.InvalidConfigurationException if the value is invalid
   */
  <T> T get(ConfigEntry<T> entry);

  /**
   * Returns whether the user has set a setting.
   *
   * @param entry the setting
   * @return true if a value is set; defaults do not count
   */
  boolean contains(ConfigEntry<?> entry);

  /**
   * Returns all settings whose key starts with a prefix.
   *
   * @param prefix a non-empty prefix, for example {@code spark.kubernetes.driver.label.}
   * @return values by the rest of the key, sorted by key
   */
  Map<String, String> getAllWithPrefix(String prefix);

  /**
   * Reads an environment variable of the process that builds the pod: {@code spark-submit} for a
   * driver, the driver for an executor.
   *
   * @param name the name of the environment variable
   * @return its value, or empty if it is not set
   */
  Optional<String> environmentVariable(String name);

  /**
   * Returns access to files that settings refer to.
   *
   * @return never null
   */
  FileStaging fileStaging();

  /**
   * Returns the id of the application, which is also the value of the label {@code
   * spark-app-selector}.
   *
   * @return for example {@code spark-6ee1d8...}
   */
  String appId();

  /**
   * Returns the name of the application, {@code spark.app.name}.
   *
   * @return the name, or {@code spark} if none is set
   */
  String appName();

  /**
   * Returns the version of Spark that runs the application.
   *
   * @return for example {@code 4.1.1}
   */
  String sparkVersion();

  /**
   * Returns the user that Spark runs as, the value of {@code SPARK_USER}.
   *
   * @return the user name
   */
  String sparkUser();

  /**
   * Returns the namespace, {@code spark.kubernetes.namespace}.
   *
   * @return the namespace
   */
  String namespace();

  /**
   * Returns the prefix of the names of all objects that belong to this pod.
   *
   * @return a prefix that is unique to the application and valid in names of Kubernetes objects
   */
  String resourceNamePrefix();

  /**
   * Returns the name of the pod.
   *
   * @return the name
   */
  String podName();

  /**
   * Returns the image of Spark's container.
   *
   * @return the image, with <code>{{SPARK_VERSION}}</code> replaced
   * @throws io.podsmith.api.error.InvalidConfigurationException if no image is set
   */
  String image();

  /**
   * Returns the image pull policy, {@code spark.kubernetes.container.image.pullPolicy}.
   *
   * @return {@code Always}, {@code Never} or {@code IfNotPresent}
   */
  String imagePullPolicy();

  /**
   * Returns the names of the image pull secrets.
   *
   * @return names, possibly empty
   */
  List<String> imagePullSecrets();

  /**
   * Returns the labels of the pod: the user's labels and those by which Spark selects its pods.
   *
   * @return label values by name
   */
  Map<String, String> labels();

  /**
   * Returns the annotations that the user has set for the pod.
   *
   * @return annotation values by name
   */
  Map<String, String> annotations();

  /**
   * Returns the environment variables that the user has set for Spark's container.
   *
   * @return values by name
   */
  Map<String, String> environment();

  /**
   * Returns the node selector: the selector for all pods, overridden by the one for this role.
   *
   * @return values of node labels by name
   */
  Map<String, String> nodeSelector();

  /**
   * Returns the name of the scheduler that places the pod.
   *
   * @return the name, or empty for the cluster's default scheduler
   */
  Optional<String> schedulerName();

  /**
   * Returns the Secrets that are mounted as files.
   *
   * @return mount paths in Spark's container by the name of the Secret
   */
  Map<String, String> secretNamesToMountPaths();

  /**
   * Returns the Secrets that are passed as environment variables.
   *
   * @return references by the name of the environment variable
   */
  Map<String, SecretKeyReference> secretEnvNamesToKeyRefs();

  /**
   * Returns the volumes that the user has configured.
   *
   * @return volumes, sorted by type and name
   */
  List<VolumeSpec> volumes();

  /**
   * Returns the extended resources, such as GPUs and FPGAs, that the pod requests.
   *
   * @return the requested resources, possibly empty
   */
  List<ExtendedResource> extendedResources();

  /**
   * Returns whether executors migrate their data before they stop, {@code
   * spark.decommission.enabled}.
   *
   * @return true if decommissioning is enabled
   */
  boolean isDecommissioningEnabled();
}
