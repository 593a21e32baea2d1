// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;

/** Pods in the states that a kubelet and a scheduler bring about. */
final class Pods {
  static final String CONTAINER = "spark-kubernetes-driver";

  private Pods() {}

  static Pod pending() {
    return in("Pending");
  }

  static Pod in(String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("my-driver")
        .withNamespace("jobs")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  static Pod unschedulable(String message) {
    return new PodBuilder(pending())
        .editStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }

  static Pod disrupted(Pod pod, String reason) {
    return new PodBuilder(pod)
        .editStatus()
        .addNewCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }

  static Pod deleted(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp("2026-01-01T00:00:00Z")
        .endMetadata()
        .build();
  }

  static Pod because(Pod pod, String reason, String message) {
    return new PodBuilder(pod)
        .editStatus()
        .withReason(reason)
        .withMessage(message)
        .endStatus()
        .build();
  }

  static Pod waiting(@Nullable String reason, String message) {
    return with(
        "Pending",
        CONTAINER,
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message)
            .endWaiting()
            .build());
  }

  static Pod terminated(String phase, int exitCode, String reason) {
    return with(phase, CONTAINER, ended(exitCode, reason));
  }

  static ContainerState ended(int exitCode, String reason) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(reason)
        .endTerminated()
        .build();
  }

  static Pod with(String phase, String container, @Nullable ContainerState state) {
    return new PodBuilder(in(phase))
        .editStatus()
        .addNewContainerStatus()
        .withName(container)
        .withImage("spark")
        .withState(state)
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
