// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volcano;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Optional;

/** Names the PodGroup to which a pod belongs, and brings it along with the driver. */
final class VolcanoFeatureStep implements KubernetesFeatureConfigStep {
  private static final String GROUP_ANNOTATION = "scheduling.k8s.io/group-name";

  private final String groupName;
  private final Optional<GenericKubernetesResource> group;

  VolcanoFeatureStep(String groupName, Optional<GenericKubernetesResource> group) {
    this.groupName = groupName;
    this.group = group;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editMetadata(metadata -> metadata.addToAnnotations(GROUP_ANNOTATION, groupName));
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return group
        .<List<HasMetadata>>map(it -> List.of(new GenericKubernetesResourceBuilder(it).build()))
        .orElse(List.of());
  }
}
