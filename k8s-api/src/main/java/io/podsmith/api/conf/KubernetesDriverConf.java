package io.podsmith.api.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a step may know about a driver that is submitted to the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesDriverConf extends KubernetesConf {
  /**
   * Returns what the driver runs.
   *
   * @return the application's file and its language
   */
  MainAppResource mainAppResource();

  /**
   * Returns the class whose {@code main} the driver calls.
   *
   * @return a class name; for Python and R the name of Spark's runner
   */
  String mainClass();

  /**
   * Returns the arguments of the application.
   *
   * @return arguments in order
   */
  List<String> appArgs();

  /**
   * Returns the user on whose behalf the job is submitted.
   *
   * @return the user's name, empty where nobody is impersonated
   */
  Optional<String> proxyUser();

  /**
   * Returns the name of the service by which executors reach the driver.
   *
   * @return a name of at most 63 characters
   */
  String driverServiceName();

  /**
   * Returns the labels that the user asked for on the driver's service.
   *
   * @return labels
   */
  Map<String, String> serviceLabels();

  /**
   * Returns the annotations that the user asked for on the driver's service.
   *
   * @return annotations
   */
  Map<String, String> serviceAnnotations();

  /**
   * Fetches Hadoop delegation tokens in the name of the user who submits.
   *
   * <p>Contacts the services that issue tokens, at most once a submission.
   *
   * @return serialized credentials, empty where security is off or there are none
   */
  Optional<byte[]> delegationTokens();
}
