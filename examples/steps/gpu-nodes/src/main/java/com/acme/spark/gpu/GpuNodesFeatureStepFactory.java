// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.gpu;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Places the executors of resource profiles that request GPUs; others stay as they are. */
@AutoService(FeatureStepFactory.class)
public final class GpuNodesFeatureStepFactory implements FeatureStepFactory {
  static final ConfigEntry<List<String>> MODELS =
      ConfigEntry.key("spark.acme.gpu.models")
          .doc("Accepted models, as in the node label nvidia.com/gpu.product. Default: any.")
          .since("1.0.0")
          .stringType()
          .check(
              model -> model.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"),
              "values of a node label")
          .toList()
          .withDefault(List.of());

  static final ConfigEntry<String> RUNTIME_CLASS =
      ConfigEntry.key("spark.acme.gpu.runtimeClass")
          .doc("Runtime class that makes GPUs available in containers.")
          .since("1.0.0")
          .stringType()
          .check(name -> name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?"), "a name of an object")
          .withDefault("nvidia");

  @Override
  public String id() {
    return "acme.gpu-nodes";
  }

  @Override
  public String description() {
    return "Places executors with GPUs on suitable nodes.";
  }

  @Override
  public Set<PodRole> roles() {
    return EnumSet.of(PodRole.EXECUTOR);
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(MODELS, RUNTIME_CLASS);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    boolean requestsGpus =
        conf.extendedResources().stream().anyMatch(resource -> resource.name().equals("gpu"));
    return requestsGpus
        ? Optional.of(new GpuNodesFeatureStep(conf.get(MODELS), conf.get(RUNTIME_CLASS)))
        : Optional.empty();
  }
}
