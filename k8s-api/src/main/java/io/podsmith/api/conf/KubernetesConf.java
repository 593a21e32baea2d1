package io.podsmith.api.conf;

import io.podsmith.api.PodRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a step may know about the application and about the pod that is being built.
 *
 * <p>The engine implements this; steps read it. A view is about one pod, never changes, and may be
 * read from several threads. All maps keep an order: that of the keys. An attribute that depends on
 * a setting that makes no sense throws {@link io.podsmith.api.error.InvalidConfigurationException}.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesConf {
  /**
   * Returns which pod is being built.
   *
   * @return the role
   */
  PodRole role();

  /**
   * Reads a setting.
   *
   * @param <T> the type of the setting
   * @param entry the setting
   * @return the value that the user gave, or the default
   * @throws io.podsmith.api.error.InvalidConfigurationException where the value is not accepted
   */
  <T> T get(ConfigEntry<T> entry);

  /**
   * Tells whether the user gave a setting.
   *
   * @param entry the setting
   * @return true where a value was given; defaults do not count
   */
  boolean contains(ConfigEntry<?> entry);

  /**
   * Reads all settings that begin alike.
   *
   * @param prefix the beginning, for example {@code spark.kubernetes.driver.label.}; not empty
   * @return the values by the rest of the key, sorted by key
   */
  Map<String, String> getAllWithPrefix(String prefix);

  /**
   * Reads an environment variable of the process that builds the pod: {@code spark-submit} for a
   * driver, the driver for an executor.
   *
   * @param name the variable
   * @return its value, empty where it is not set
   */
  Optional<String> environmentVariable(String name);

  /**
   * Returns the means to read and ship files that settings name.
   *
   * @return never null
   */
  SparkFiles files();

  /**
   * Returns the id of the application, also the label {@code spark-app-selector} of all its
   * objects.
   *
   * @return for example {@code spark-6ee1d8...}
   */
  String appId();

  /**
   * Returns the name of the application, {@code spark.app.name}.
   *
   * @return the name as given, {@code spark} where none was
   */
  String appName();

  /**
   * Returns the version of Spark that runs the application.
   *
   * @return for example {@code 4.1.1}
   */
  String sparkVersion();

  /**
   * Returns the user in whose name Spark runs, as {@code SPARK_USER} has it.
   *
   * @return the user's name
   */
  String sparkUser();

  /**
   * Returns the namespace, {@code spark.kubernetes.namespace}.
   *
   * @return the namespace
   */
  String namespace();

  /**
   * Returns what the names of all objects of this pod begin with.
   *
   * @return a prefix that is unique to the application, fit for names of Kubernetes objects
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
   * @throws io.podsmith.api.error.InvalidConfigurationException where no image is set
   */
  String image();

  /**
   * Returns when the image is pulled, {@code spark.kubernetes.container.image.pullPolicy}.
   *
   * @return {@code Always}, {@code Never} or {@code IfNotPresent}
   */
  String imagePullPolicy();

  /**
   * Returns the names of the secrets with which images are pulled.
   *
   * @return names, possibly none
   */
  List<String> imagePullSecrets();

  /**
   * Returns the labels of the pod: the user's and those by which Spark finds its pods.
   *
   * @return labels
   */
  Map<String, String> labels();

  /**
   * Returns the annotations that the user asked for.
   *
   * @return annotations
   */
  Map<String, String> annotations();

  /**
   * Returns the environment variables that the user asked for.
   *
   * @return values by name
   */
  Map<String, String> environment();

  /**
   * Returns the node selector: that of all pods with that of this role on top.
   *
   * @return node labels
   */
  Map<String, String> nodeSelector();

  /**
   * Returns the scheduler that places the pod.
   *
   * @return its name, empty for the cluster's default
   */
  Optional<String> schedulerName();

  /**
   * Returns the secrets that are mounted as files.
   *
   * @return paths in Spark's container by name of the secret
   */
  Map<String, String> secretNamesToMountPaths();

  /**
   * Returns the secrets that are handed over as environment variables.
   *
   * @return references by name of the variable
   */
  Map<String, SecretKeyReference> secretEnvironment();

  /**
   * Returns the volumes that the user asked for.
   *
   * @return volumes, sorted by type and name
   */
  List<VolumeSpec> volumes();

  /**
   * Returns the GPUs, FPGAs and other countable resources that Spark asks for.
   *
   * @return requests, possibly none
   */
  List<CustomResource> customResources();

  /**
   * Tells whether Spark moves data away from executors before they go, {@code
   * spark.decommission.enabled}.
   *
   * @return true where decommissioning is on
   */
  boolean isDecommissioningEnabled();
}
