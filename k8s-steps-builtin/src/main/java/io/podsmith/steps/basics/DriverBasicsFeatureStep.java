// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesDriverConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Cpu;
import io.podsmith.steps.internal.EnvVars;
import io.podsmith.steps.internal.Ports;
import io.podsmith.steps.internal.Privileges;
import io.podsmith.steps.internal.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives a driver's pod what every driver needs. */
final class DriverBasicsFeatureStep implements KubernetesFeatureConfigStep {
  private final KubernetesDriverConf conf;
  private final String image;
  private final Cpu cpu;
  private final DriverMemory memory;
  private final Map<String, Quantity> devices;
  private final Map<String, Integer> ports;
  private final ApplicationFiles files;

  DriverBasicsFeatureStep(KubernetesDriverConf conf) {
    this.conf = conf;
    this.image = conf.image();
    this.cpu =
        Cpu.read(
            conf,
            PodKeys.KUBERNETES_DRIVER_REQUEST_CORES,
            PodKeys.KUBERNETES_DRIVER_LIMIT_CORES,
            conf.get(SparkKeys.DRIVER_CORES));
    this.memory = DriverMemory.of(conf);
    this.devices = Quantities.devices("spark.driver", conf.extendedResources());
    this.ports = containerPorts(conf);
    this.files = new ApplicationFiles(conf);
  }

  private static Map<String, Integer> containerPorts(KubernetesDriverConf conf) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put(Constants.DRIVER_PORT_NAME, Ports.fixed(conf, SparkKeys.DRIVER_PORT));
    ports.put(
        Constants.BLOCK_MANAGER_PORT_NAME,
        conf.get(SparkKeys.DRIVER_BLOCK_MANAGER_PORT)
            .map(port -> Ports.fixed(SparkKeys.DRIVER_BLOCK_MANAGER_PORT, port))
            .orElseGet(() -> Ports.fixed(conf, SparkKeys.BLOCK_MANAGER_PORT)));
    ports.put(Constants.UI_PORT_NAME, Ports.fixed(conf, SparkKeys.UI_PORT));
    ports.put(Constants.SPARK_CONNECT_SERVER_PORT_NAME, Ports.fixed(conf, SparkKeys.CONNECT_PORT));
    return ports;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editContainer(this::configureContainer)
        .editMetadata(this::configureMetadata)
        .editSpec(this::configureSpec);
  }

  private ContainerBuilder configureContainer(ContainerBuilder container) {
    ports.forEach(
        (name, port) ->
            container
                .addNewPort()
                .withName(name)
                .withContainerPort(port)
                .withProtocol("TCP")
                .endPort());
    return Privileges.apply(conf, PodKeys.KUBERNETES_DRIVER_ALLOW_PRIVILEGE_ESCALATION, container)
        .withName(
            container.hasName() ? container.getName() : Constants.DEFAULT_DRIVER_CONTAINER_NAME)
        .withImage(image)
        .withImagePullPolicy(conf.imagePullPolicy())
        .addAllToEnv(
            new EnvVars()
                .add(Constants.ENV_SPARK_USER, conf.sparkUser())
                .add(Constants.ENV_APPLICATION_ID, conf.appId())
                .addAll(conf.environment())
                .addField(Constants.ENV_DRIVER_BIND_ADDRESS, "status.podIP")
                .toList())
        .editOrNewResources()
        .addToRequests("cpu", cpu.request())
        .addToLimits(cpu.limit().map(limit -> Map.of("cpu", limit)).orElse(Map.of()))
        .addToRequests("memory", memory.container())
        .addToLimits("memory", memory.container())
        .addToLimits(devices)
        .endResources();
  }

  private ObjectMetaBuilder configureMetadata(ObjectMetaBuilder metadata) {
    return metadata
        .withName(conf.podName())
        .addToLabels(conf.labels())
        .addToAnnotations(conf.annotations());
  }

  private PodSpecBuilder configureSpec(PodSpecBuilder spec) {
    conf.schedulerName().ifPresent(spec::withSchedulerName);
    return spec.withRestartPolicy("Never")
        .addToNodeSelector(conf.nodeSelector())
        .addAllToImagePullSecrets(
            conf.imagePullSecrets().stream().map(LocalObjectReference::new).toList());
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(PodKeys.KUBERNETES_DRIVER_POD_NAME.key(), conf.podName());
    properties.put(SparkKeys.APP_ID.key(), conf.appId());
    properties.put(ClusterKeys.KUBERNETES_DRIVER_SUBMIT_CHECK.key(), "true");
    properties.put(
        PodKeys.MEMORY_OVERHEAD_FACTOR.key(), Double.toString(memory.sharedOverheadFactor()));
    properties.putAll(files.upload());
    return properties;
  }
}
