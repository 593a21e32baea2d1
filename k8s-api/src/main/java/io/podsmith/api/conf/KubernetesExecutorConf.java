// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The configuration of an executor.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesExecutorConf extends KubernetesConf {
  /**
   * Returns the id of the executor.
   *
   * @return a positive number in digits, or {@code EXECID} in a template from which a Kubernetes
   *     controller creates executor pods
   */
  String executorId();

  /**
   * Returns the driver pod.
   *
   * @return a copy of the pod, or empty if the driver runs outside the cluster
   */
  Optional<Pod> driverPod();

  /**
   * Returns the resource profile of the executor.
   *
   * @return the id, 0 for the default profile
   */
  int resourceProfileId();

  /**
   * Returns the resources of the executor, as its resource profile defines them.
   *
   * @return the resources
   */
  ExecutorResources resources();

  /**
   * Returns the address at which the executor registers.
   *
   * @return for example {@code spark://CoarseGrainedScheduler@host:7078}
   */
  String driverUrl();

  /**
   * Returns the JVM options of the executor: the user's options with placeholders replaced, then
   * the Spark settings that an executor requires before it connects to the driver.
   *
   * @return options in order, one argument per element
   */
  List<String> javaOptions();

  /**
   * Returns the environment variables with secret values that Spark requires in the executor.
   *
   * @return values by name, usually empty; never log the values
   */
  Map<String, String> sparkSecretVariables();

  /**
   * Returns the environment variables whose values must come from a Secret, because they look like
   * secrets and the user has requested to protect them. The names are those of {@link
   * #sparkSecretVariables()}, of {@link #environment()} and of the environment variables that
   * contain {@link #javaOptions()}. A step must not set them by value.
   *
   * @return references by the name of the environment variable, usually empty
   */
  default Map<String, SecretKeyReference> variablesFromSecret() {
    return Map.of();
  }

  /**
   * Returns the name of the ConfigMap with the files of the driver's {@code SPARK_CONF_DIR}.
   *
   * @return the name
   */
  String sparkConfMapName();

  /**
   * Returns the files of the ConfigMap that are mounted into the executor.
   *
   * @return file names, sorted
   */
  List<String> sparkConfFileNames();
}
