// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The configuration of a driver that is submitted to the cluster.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface KubernetesDriverConf extends KubernetesConf {
  /**
   * Returns the application that the driver runs.
   *
   * @return the application's file and its language
   */
  MainAppResource mainAppResource();

  /**
   * Returns the main class of the driver.
   *
   * @return a class name; for Python and R the name of Spark's runner class
   */
  String mainClass();

  /**
   * Returns the arguments of the application.
   *
   * @return arguments in order
   */
  List<String> appArgs();

  /**
   * Returns the user that the submitter impersonates, {@code --proxy-user}.
   *
   * @return the user name, or empty if no user is impersonated
   */
  Optional<String> proxyUser();

  /**
   * Returns the name of the Service through which executors reach the driver.
   *
   * @return a name of at most 63 characters
   */
  String driverServiceName();

  /**
   * Returns the labels that the user has set for the driver's Service.
   *
   * @return label values by name
   */
  Map<String, String> serviceLabels();

  /**
   * Returns the annotations that the user has set for the driver's Service.
   *
   * @return annotation values by name
   */
  Map<String, String> serviceAnnotations();

  /**
   * Obtains Hadoop delegation tokens for the submitting user.
   *
   * <p>Contacts the services that issue tokens, at most once per submission. Blocks.
   *
   * @return serialized credentials, or empty if Hadoop security is disabled or no tokens were
   *     issued
   */
  Optional<byte[]> delegationTokens();
}
