// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.gpu;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Optional;

/** Adds the runtime class, the toleration of GPU nodes, and the required models. */
final class GpuNodesFeatureStep implements KubernetesFeatureConfigStep {
  private static final String TAINT = "nvidia.com/gpu";
  private static final String MODEL_LABEL = "nvidia.com/gpu.product";

  private final List<String> models;
  private final String runtimeClass;

  GpuNodesFeatureStep(List<String> models, String runtimeClass) {
    this.models = List.copyOf(models);
    this.runtimeClass = runtimeClass;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
        spec -> {
          if (!spec.hasRuntimeClassName()) {
            spec.withRuntimeClassName(runtimeClass);
          }
          if (!models.isEmpty()) {
            spec.withAffinity(withModels(Optional.ofNullable(spec.buildAffinity())));
          }
          return spec.addNewToleration()
              .withKey(TAINT)
              .withOperator("Exists")
              .withEffect("NoSchedule")
              .endToleration();
        });
  }

  /**
   * Adds the models to each required term. Terms are alternatives: a term of its own would allow
   * nodes that only the other terms, such as those of a pod template, describe.
   */
  private Affinity withModels(Optional<Affinity> current) {
    NodeSelectorRequirement model =
        new NodeSelectorRequirementBuilder()
            .withKey(MODEL_LABEL)
            .withOperator("In")
            .withValues(models)
            .build();
    List<NodeSelectorTerm> terms =
        current
            .map(Affinity::getNodeAffinity)
            .map(nodes -> nodes.getRequiredDuringSchedulingIgnoredDuringExecution())
            .map(required -> required.getNodeSelectorTerms())
            .filter(found -> !found.isEmpty())
            .orElse(List.of(new NodeSelectorTerm()));
    return current
        .map(AffinityBuilder::new)
        .orElseGet(AffinityBuilder::new)
        .editOrNewNodeAffinity()
        .editOrNewRequiredDuringSchedulingIgnoredDuringExecution()
        .withNodeSelectorTerms(
            terms.stream()
                .map(term -> new NodeSelectorTermBuilder(term).addToMatchExpressions(model).build())
                .toList())
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }
}
