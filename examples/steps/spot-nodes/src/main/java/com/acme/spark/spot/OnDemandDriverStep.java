// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spot;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the driver away from spot nodes, because the job ends with it, and prepares Spark for
 * executors whose node is taken away: they migrate their data first.
 */
final class OnDemandDriverStep implements KubernetesFeatureConfigStep {
  private static final Map<String, String> DECOMMISSIONING =
      Map.of(
          "decommission.enabled", "true",
          "storage.decommission.enabled", "true",
          "storage.decommission.shuffleBlocks.enabled", "true",
          "storage.decommission.rddBlocks.enabled", "true");

  private final String key;
  private final String value;
  private final Set<String> settingsOfUser;

  /**
   * Creates the step.
   *
   * @param settingsOfUser keys without {@code spark.}, which the step does not override
   */
  OnDemandDriverStep(String key, String value, Set<String> settingsOfUser) {
    this.key = key;
    this.value = value;
    this.settingsOfUser = Set.copyOf(settingsOfUser);
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
        spec -> spec.withAffinity(withoutSpot(Optional.ofNullable(spec.buildAffinity()))));
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new TreeMap<>();
    DECOMMISSIONING.forEach(
        (setting, wanted) -> {
          if (!settingsOfUser.contains(setting)) {
            properties.put("spark." + setting, wanted);
          }
        });
    return properties;
  }

  /** Terms are alternatives, so each of them must exclude spot nodes. */
  private Affinity withoutSpot(Optional<Affinity> current) {
    NodeSelectorRequirement onDemand =
        new NodeSelectorRequirementBuilder()
            .withKey(key)
            .withOperator("NotIn")
            .withValues(value)
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
                .map(
                    term ->
                        new NodeSelectorTermBuilder(term).addToMatchExpressions(onDemand).build())
                .toList())
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .build();
  }
}
