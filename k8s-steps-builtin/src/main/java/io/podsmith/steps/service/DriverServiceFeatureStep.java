// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.service;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Ports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates a headless service for the driver and tells the driver its name in it. */
final class DriverServiceFeatureStep implements KubernetesFeatureConfigStep {
  private final KubernetesDriverConf conf;
  private final String ipFamilyPolicy;
  private final List<String> ipFamilies;
  private final int driverPort;
  private final int blockManagerPort;
  private final int uiPort;
  private final int connectPort;

  DriverServiceFeatureStep(KubernetesDriverConf conf) {
    refuse(conf, SparkKeys.DRIVER_BIND_ADDRESS, "the driver listens on the address of its pod");
    refuse(conf, SparkKeys.DRIVER_HOST, "executors reach the driver through its Service");
    this.conf = conf;
    this.ipFamilyPolicy = conf.get(PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY);
    this.ipFamilies =
        List.of(conf.get(PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILIES).split(",", -1));
    this.driverPort = Ports.fixed(conf, SparkKeys.DRIVER_PORT);
    this.blockManagerPort =
        conf.get(SparkKeys.DRIVER_BLOCK_MANAGER_PORT)
            .map(port -> Ports.fixed(SparkKeys.DRIVER_BLOCK_MANAGER_PORT, port))
            .orElse(Constants.DEFAULT_BLOCKMANAGER_PORT);
    this.uiPort = Ports.fixed(conf, SparkKeys.UI_PORT);
    this.connectPort = Ports.fixed(conf, SparkKeys.CONNECT_PORT);
    requireDistinctPorts();
    requireFamiliesFitPolicy();
  }

  private static void refuse(
      KubernetesDriverConf conf, ConfigEntry<Optional<String>> entry, String why) {
    conf.get(entry)
        .ifPresent(
            given -> {
              throw InvalidConfigurationException.of(
                  PodsmithError.CONF_INVALID,
                  entry.key(),
                  given,
                  "unset in cluster mode, because " + why,
                  "remove it");
            });
  }

  private void requireDistinctPorts() {
    Map<Integer, ConfigEntry<?>> keys = new HashMap<>();
    requireUnused(keys, SparkKeys.DRIVER_PORT, driverPort);
    requireUnused(keys, SparkKeys.DRIVER_BLOCK_MANAGER_PORT, blockManagerPort);
    requireUnused(keys, SparkKeys.UI_PORT, uiPort);
    requireUnused(keys, SparkKeys.CONNECT_PORT, connectPort);
  }

  private static void requireUnused(
      Map<Integer, ConfigEntry<?>> keys, ConfigEntry<?> entry, int port) {
    ConfigEntry<?> other = keys.put(port, entry);
    if (other != null) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_CONFLICT,
          entry.key(),
          Integer.toString(port),
          "a different port than " + other.key() + ", because one Service has both",
          "change one of them");
    }
  }

  private void requireFamiliesFitPolicy() {
    if (ipFamilyPolicy.equals("SingleStack") && ipFamilies.size() > 1) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_CONFLICT,
          PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILIES.key(),
          String.join(",", ipFamilies),
          "one family if "
              + PodKeys.KUBERNETES_DRIVER_SERVICE_IP_FAMILY_POLICY.key()
              + " is SingleStack",
          "set one family or set the policy to PreferDualStack or RequireDualStack");
    }
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod;
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of(
        SparkKeys.DRIVER_HOST.key(), conf.driverServiceName() + "." + conf.namespace() + ".svc",
        SparkKeys.DRIVER_PORT.key(), Integer.toString(driverPort),
        SparkKeys.DRIVER_BLOCK_MANAGER_PORT.key(), Integer.toString(blockManagerPort));
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    // left out where it is not asked for, as before Spark 4.3
    Boolean isPublishedEarly =
        conf.get(PodKeys.KUBERNETES_DRIVER_SERVICE_PUBLISH_NOT_READY_ADDRESSES) ? true : null;
    Service service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName(conf.driverServiceName())
            .addToAnnotations(conf.serviceAnnotations())
            .addToLabels(Constants.SPARK_APP_ID_LABEL, conf.appId())
            .addToLabels(conf.serviceLabels())
            .endMetadata()
            .withNewSpec()
            .withClusterIP("None")
            .withPublishNotReadyAddresses(isPublishedEarly)
            .withIpFamilyPolicy(ipFamilyPolicy)
            .withIpFamilies(ipFamilies)
            .withSelector(conf.labels())
            .withPorts(
                port(Constants.DRIVER_PORT_NAME, driverPort),
                port(Constants.BLOCK_MANAGER_PORT_NAME, blockManagerPort),
                port(Constants.UI_PORT_NAME, uiPort),
                port(Constants.SPARK_CONNECT_SERVER_PORT_NAME, connectPort))
            .endSpec()
            .build();
    return List.of(service);
  }

  private static ServicePort port(String name, int port) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port)
        .withTargetPort(new IntOrString(port))
        .build();
  }
}
