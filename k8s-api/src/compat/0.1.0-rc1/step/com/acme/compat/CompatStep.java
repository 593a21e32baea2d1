// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.List;
import java.util.Map;

/** Overrides each method of a step and uses each method of a pod. */
final class CompatStep implements KubernetesFeatureConfigStep {
  private final String podName;
  private final Map<String, String> seen;

  CompatStep(String podName, Map<String, String> seen) {
    this.podName = podName;
    this.seen = Map.copyOf(seen);
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod same = SparkPod.of(pod.pod(), pod.container());
    boolean copies =
        same.equals(pod)
            && same.hashCode() == pod.hashCode()
            && SparkPod.empty().equals(SparkPod.empty())
            && pod.toString().startsWith("SparkPod{")
            && pod.assemble().getSpec().getContainers().size()
                == pod.pod().getSpec().getContainers().size() + 1;
    return same.editMetadata(m -> m.addToAnnotations(seen))
        .editSpec(s -> s.withEnableServiceLinks(false))
        .editPod(p -> p.editMetadata().addToLabels("compat", "step").endMetadata())
        .editContainer(
            c ->
                c.addNewEnv()
                    .withName("COMPAT_COPIES")
                    .withValue(Boolean.toString(copies))
                    .endEnv());
  }

  @Override
  public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
    return pod.editMetadata(m -> m.addToAnnotations("acme.com/executor", executor.executorId()));
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    return Map.of("spark.acme.compat.property", "from the step");
  }

  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return List.of(configMap("before"));
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(configMap("beside"));
  }

  private HasMetadata configMap(String suffix) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(podName + "-" + suffix)
        .endMetadata()
        .addToData("made", suffix)
        .build();
  }
}
