package io.podsmith.api.conf;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a step may know about an executor.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesExecutorConf extends KubernetesConf {
  /**
   * Returns the id of the executor.
   *
   * @return a positive number in digits, or {@code EXECID} in a template from which Kubernetes
   *     itself makes the pods of executors
   */
  String executorId();

  /**
   * Returns the driver's pod.
   *
   * @return a copy of the pod, empty where the driver runs outside the cluster
   */
  Optional<Pod> driverPod();

  /**
   * Returns the resource profile of the executor.
   *
   * @return the id, 0 for the default profile
   */
  int resourceProfileId();

  /**
   * Returns cores and memory of the executor by its resource profile.
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
   * Returns the options of the executor's JVM: the user's with placeholders replaced, then those of
   * Spark's settings that an executor needs before it can ask the driver.
   *
   * @return options in order, one argument each
   */
  List<String> javaOptions();

  /**
   * Returns the variables that Spark needs in the executor's environment and whose values are
   * secrets.
   *
   * @return values by name, mostly none; never log them
   */
  Map<String, String> sparkSecretEnvironment();

  /**
   * Returns the variables of the executor's environment that are to be taken from a Secret, because
   * their values look like secrets and the user wants them protected. They are among {@link
   * #sparkSecretEnvironment()}, {@link #environment()} and those made of {@link #javaOptions()}; a
   * step that sets one of these by value would show what is to be hidden.
   *
   * @return where each variable's value is, by the name of the variable; mostly none
   */
  default Map<String, SecretKeyReference> protectedEnvironment() {
    return Map.of();
  }

  /**
   * Returns the ConfigMap with the files of the driver's {@code SPARK_CONF_DIR}.
   *
   * @return its name
   */
  String confMapName();

  /**
   * Returns the files in the ConfigMap that are mounted into the executor.
   *
   * @return file names, sorted
   */
  List<String> confFileNames();
}
