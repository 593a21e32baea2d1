// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The executors of a script: pods alone, or with a ConfigMap that precedes the pod and one that
 * follows it ({@code simulation.objects}), or with the former alone ({@code simulation.preceding}),
 * or with a volume claim ({@code simulation.claims}). Those of the profile {@code
 * simulation.unbuildable} cannot be built.
 */
final class ExecutorModel {
  private ExecutorModel() {}

  static ExecutorSpecFactory specs(Script script) {
    ExecutorSpecFactory valid = validSpecs(script);
    long unbuildable = script.number("simulation.unbuildable", Long.MAX_VALUE);
    return (id, profile) -> {
      if (script.is("simulation.brokenStep") || profile == unbuildable) {
        throw new IllegalStateException("a step is broken");
      }
      return valid.build(id, profile);
    };
  }

  private static ExecutorSpecFactory validSpecs(Script script) {
    boolean hasObjects = script.is("simulation.objects");
    boolean hasClaims = script.is("simulation.claims");
    boolean hasPreceding = hasObjects || script.is("simulation.preceding");
    if (!hasPreceding && !hasClaims) {
      return TestPods.specs(World.APP);
    }
    return (id, profile) -> {
      Pod pod = TestPods.executor(World.APP, id, profile);
      String name = pod.getMetadata().getName();
      List<HasMetadata> following = new ArrayList<>();
      if (hasClaims) {
        following.add(claim(name + "-claim"));
        pod = withClaim(pod, name + "-claim");
      }
      if (hasObjects) {
        following.add(map(name + "-after"));
      }
      return new ExecutorSpec(
          pod, hasPreceding ? List.of(map(name + "-before")) : List.of(), following);
    };
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(Constants.SPARK_APP_ID_LABEL, World.APP)
        .endMetadata()
        .build();
  }

  private static PersistentVolumeClaim claim(String name) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(Constants.SPARK_APP_ID_LABEL, World.APP)
        .endMetadata()
        .withNewSpec()
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity("1Gi")))
        .endResources()
        .endSpec()
        .build();
  }

  private static Pod withClaim(Pod pod, String claim) {
    return new PodBuilder(pod)
        .editSpec()
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim(claim, false)
        .endVolume()
        .endSpec()
        .build();
  }

  /** Returns the claims that the volumes of a pod name. */
  static List<String> claims(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getPersistentVolumeClaim)
        .filter(Objects::nonNull)
        .map(source -> source.getClaimName())
        .toList();
  }

  /** Returns the nodes from which the affinity of a pod keeps it away. */
  static Set<String> avoidedNodes(Pod pod) {
    if (pod.getSpec().getAffinity() == null) {
      return Set.of();
    }
    Set<String> avoided = new HashSet<>();
    for (NodeSelectorTerm term :
        pod.getSpec()
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms()) {
      for (NodeSelectorRequirement field : term.getMatchFields()) {
        avoided.addAll(field.getValues());
      }
    }
    return avoided;
  }
}
