// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.keys.AllocatorKind;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Cpu;
import io.podsmith.steps.internal.Ports;
import io.podsmith.steps.internal.Privileges;
import io.podsmith.steps.internal.Quantities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives an executor's pod what every executor needs. */
final class ExecutorBasicsFeatureStep implements KubernetesFeatureConfigStep {
  private static final int DEFAULT_PROFILE = 0;

  private final KubernetesExecutorConf conf;
  private final String image;
  private final ExecutorResources resources;
  private final Cpu cpu;
  private final Map<String, Quantity> devices;
  private final int blockManagerPort;
  private final List<EnvVar> environment;

  ExecutorBasicsFeatureStep(KubernetesExecutorConf conf) {
    this.conf = conf;
    this.image = conf.image();
    this.resources = conf.resources();
    this.cpu = cpu(conf, resources.cores());
    this.devices = Quantities.devices("spark.executor", resources.extendedResources());
    this.blockManagerPort = Ports.fixedOrAny(conf, SparkKeys.BLOCK_MANAGER_PORT);
    this.environment = ExecutorEnvironment.of(conf, resources);
  }

  /** The settings are for the default profile; any other profile says itself what it wants. */
  private static Cpu cpu(KubernetesExecutorConf conf, int cores) {
    return conf.resourceProfileId() == DEFAULT_PROFILE
        ? Cpu.read(
            conf,
            PodKeys.KUBERNETES_EXECUTOR_REQUEST_CORES,
            PodKeys.KUBERNETES_EXECUTOR_LIMIT_CORES,
            cores)
        : new Cpu(new Quantity(Integer.toString(cores)), Optional.empty());
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editContainer(this::configureContainer)
        .editMetadata(this::configureMetadata)
        .editSpec(this::configureSpec);
  }

  @Override
  public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return pod.editMetadata(metadata -> rename(metadata, executor))
        .editSpec(spec -> renameHost(spec, executor))
        .editContainer(container -> replaceEnvironment(container, executor));
  }

  private ObjectMetaBuilder rename(ObjectMetaBuilder metadata, KubernetesExecutorConf executor) {
    if (conf.podName().equals(metadata.getName())) {
      metadata.withName(executor.podName());
    }
    return metadata
        .withLabels(replaced(metadata.getLabels(), conf.labels(), executor.labels()))
        .withAnnotations(
            replaced(metadata.getAnnotations(), conf.annotations(), executor.annotations()));
  }

  private PodSpecBuilder renameHost(PodSpecBuilder spec, KubernetesExecutorConf executor) {
    return HostNames.of(conf.podName()).equals(spec.getHostname())
        ? spec.withHostname(HostNames.of(executor.podName()))
        : spec;
  }

  private ContainerBuilder replaceEnvironment(
      ContainerBuilder container, KubernetesExecutorConf executor) {
    return container.withEnv(
        replaced(
            container.buildEnv(),
            environment,
            ExecutorEnvironment.of(executor, executor.resources())));
  }

  /** Puts new values where the old ones still stand. */
  private static Map<String, String> replaced(
      Map<String, String> present, Map<String, String> old, Map<String, String> now) {
    Map<String, String> result = new LinkedHashMap<>(present);
    old.forEach((key, value) -> result.replace(key, value, now.getOrDefault(key, value)));
    return result;
  }

  /**
   * Puts new variables where the old ones still stand: as a whole, or one by one where another step
   * has torn them apart.
   */
  private static List<EnvVar> replaced(List<EnvVar> present, List<EnvVar> old, List<EnvVar> now) {
    List<EnvVar> result = new ArrayList<>(present);
    int at = Collections.indexOfSubList(present, old);
    if (at >= 0) {
      Collections.copy(result.subList(at, at + old.size()), now);
    } else {
      for (int i = 0; i < old.size(); i++) {
        EnvVar replacement = now.get(i);
        Collections.replaceAll(result, old.get(i), replacement);
      }
    }
    return result;
  }

  private ContainerBuilder configureContainer(ContainerBuilder container) {
    Quantity memory = Quantities.mebibytes(resources.totalMemoryMiB());
    if (conf.resourceProfileId() != DEFAULT_PROFILE) {
      // a profile says all that it wants: resources of the template are not mixed in
      container.withResources(null);
    }
    container
        .withName(
            container.hasName() ? container.getName() : Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
        .withImage(image)
        .withImagePullPolicy(conf.imagePullPolicy())
        .editOrNewResources()
        .addToRequests("memory", memory)
        .addToLimits("memory", memory)
        .addToRequests("cpu", cpu.request())
        .addToLimits(devices)
        .addToLimits(cpu.limit().map(limit -> Map.of("cpu", limit)).orElse(Map.of()))
        .endResources()
        .addAllToEnv(environment)
        .addToArgs("executor");
    // Kubernetes knows no port 0: nothing is declared where the executor chooses
    if (blockManagerPort != 0) {
      container
          .addNewPort()
          .withName(Constants.BLOCK_MANAGER_PORT_NAME)
          .withContainerPort(blockManagerPort)
          .endPort();
    }
    if (ResizePolicy.isAskedFor(conf)) {
      ResizePolicy.addTo(container);
    }
    if (conf.isDecommissioningEnabled()) {
      container
          .editOrNewLifecycle()
          .withNewPreStop()
          .withNewExec()
          .addToCommand(conf.get(ExecutorKeys.DECOMMISSION_SCRIPT))
          .endExec()
          .endPreStop()
          .endLifecycle();
    }
    return Privileges.apply(
        conf, PodKeys.KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION, container);
  }

  private ObjectMetaBuilder configureMetadata(ObjectMetaBuilder metadata) {
    conf.driverPod()
        .map(ExecutorBasicsFeatureStep::owner)
        .ifPresent(metadata::addToOwnerReferences);
    return metadata
        .withName(conf.podName())
        .addToLabels(conf.labels())
        .addToAnnotations(conf.annotations());
  }

  private static OwnerReference owner(Pod driver) {
    return new OwnerReferenceBuilder()
        .withController(true)
        .withApiVersion(driver.getApiVersion())
        .withKind(driver.getKind())
        .withName(driver.getMetadata().getName())
        .withUid(driver.getMetadata().getUid())
        .build();
  }

  private PodSpecBuilder configureSpec(PodSpecBuilder spec) {
    conf.schedulerName().ifPresent(spec::withSchedulerName);
    ConfigEntry<Long> grace = ExecutorKeys.KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS;
    if (conf.contains(grace) || !spec.hasTerminationGracePeriodSeconds()) {
      spec.withTerminationGracePeriodSeconds(conf.get(grace));
    }
    return spec.withHostname(HostNames.of(conf.podName()))
        .withRestartPolicy(restartPolicy())
        .addToNodeSelector(conf.nodeSelector())
        .addAllToImagePullSecrets(
            conf.imagePullSecrets().stream().map(LocalObjectReference::new).toList());
  }

  /** The pod templates of StatefulSets and Deployments accept no other policy than Always. */
  private String restartPolicy() {
    String allocator = conf.get(ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR);
    return AllocatorKind.of(allocator).isSet() ? "Always" : "Never";
  }
}
