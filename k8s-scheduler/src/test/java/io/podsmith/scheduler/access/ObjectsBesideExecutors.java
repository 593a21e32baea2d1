// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A third-party step that creates a ConfigMap before each pod, and a Secret after it. */
public final class ObjectsBesideExecutors implements KubernetesFeatureConfigStep {
  private String podName = "";

  @Override
  public SparkPod configurePod(SparkPod pod) {
    // The pods of sets have a placeholder for the id.
    podName = pod.pod().getMetadata().getName().toLowerCase(Locale.ROOT);
    return pod;
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return List.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("%s-before".formatted(podName))
            .endMetadata()
            .withData(Map.of("a", "b"))
            .build());
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(
        new SecretBuilder()
            .withNewMetadata()
            .withName("%s-after".formatted(podName))
            .endMetadata()
            .build());
  }
}
