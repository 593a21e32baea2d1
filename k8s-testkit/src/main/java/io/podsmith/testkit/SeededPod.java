// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.SparkPod;

/** A pod with a value in every field that earlier steps may set, under unique names. */
final class SeededPod {
  private static final String SEED = "podsmith-seed";

  private SeededPod() {}

  static SparkPod create() {
    return SparkPod.of(pod(), container());
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName(SEED)
        .addToLabels(SEED, "label")
        .addToAnnotations(SEED, "annotation")
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(SEED)
        .withRestartPolicy("Never")
        .withPriorityClassName(SEED)
        .withTerminationGracePeriodSeconds(77L)
        .addToNodeSelector(SEED, "node")
        .addNewToleration()
        .withKey(SEED)
        .withOperator("Exists")
        .endToleration()
        .addNewImagePullSecret(SEED)
        .withNewSecurityContext()
        .withRunAsUser(7777L)
        .endSecurityContext()
        .addNewHostAlias()
        .withIp("192.0.2.1")
        .addToHostnames(SEED)
        .endHostAlias()
        .addNewVolume()
        .withName(SEED)
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .addNewInitContainer()
        .withName(SEED + "-init")
        .withImage(SEED)
        .endInitContainer()
        .addNewContainer()
        .withName(SEED + "-sidecar")
        .withImage(SEED)
        .addNewEnv()
        .withName("PODSMITH_SEED")
        .withValue("sidecar")
        .endEnv()
        .endContainer()
        .endSpec()
        .build();
  }

  private static Container container() {
    return new ContainerBuilder()
        .withName(SEED + "-spark")
        .withImage(SEED)
        .withImagePullPolicy("IfNotPresent")
        .withWorkingDir("/opt/" + SEED)
        .addToArgs(SEED)
        .addNewEnv()
        .withName("PODSMITH_SEED")
        .withValue("spark")
        .endEnv()
        .addNewPort()
        .withName("seed")
        .withContainerPort(47777)
        .endPort()
        .addNewVolumeMount()
        .withName(SEED)
        .withMountPath("/mnt/" + SEED)
        .endVolumeMount()
        .withNewResources()
        .addToRequests("podsmith.io/seed", new Quantity("1"))
        .addToLimits("podsmith.io/seed", new Quantity("1"))
        .endResources()
        .withNewSecurityContext()
        .withReadOnlyRootFilesystem(true)
        .endSecurityContext()
        .build();
  }
}
