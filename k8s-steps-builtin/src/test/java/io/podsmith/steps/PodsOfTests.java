// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.SparkPod;
import java.util.Map;

/** Pods that steps are given in tests. */
final class PodsOfTests {
  private PodsOfTests() {}

  /** A pod as a template leaves it: every list and map that steps add to has something in it. */
  static SparkPod template() {
    return SparkPod.of(
        new PodBuilder()
            .withNewMetadata()
            .withName("template")
            .addToLabels("team", "data")
            .addToAnnotations("note", "kept")
            .endMetadata()
            .withNewSpec()
            .addToNodeSelector("disk", "ssd")
            .addNewImagePullSecret("template-registry")
            .addNewToleration()
            .withKey("spot")
            .endToleration()
            .addNewVolume()
            .withName("template-volume")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .addNewContainer()
            .withName("sidecar")
            .withImage("sidecar:1")
            .endContainer()
            .endSpec()
            .build(),
        new ContainerBuilder()
            .withName("main")
            .addNewEnv()
            .withName("TEMPLATE")
            .withValue("kept")
            .endEnv()
            .addNewPort()
            .withName("metrics")
            .withContainerPort(9090)
            .endPort()
            .addNewVolumeMount()
            .withName("template-volume")
            .withMountPath("/template")
            .endVolumeMount()
            .withNewResources()
            .addToLimits(Map.of("ephemeral-storage", new Quantity("1Gi")))
            .endResources()
            .build());
  }
}
