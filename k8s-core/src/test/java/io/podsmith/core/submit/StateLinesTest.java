// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class StateLinesTest {
  private final StateLines lines = new StateLines(Pods.CONTAINER);

  @Test
  void saysEachChangeOnce() {
    assertThat(lines.next(Pods.pending())).hasValue("driver pod my-driver: Pending");
    assertThat(lines.next(Pods.pending())).isEmpty();
    assertThat(lines.next(Pods.in("Running"))).hasValue("driver pod my-driver: Pending -> Running");
    assertThat(lines.next(Pods.terminated("Succeeded", 0, "Completed")))
        .hasValue("driver pod my-driver: Running -> Succeeded (exit code 0, Completed)");
  }

  @Test
  void doesNotMentionWhatEveryPodPassesThrough() {
    lines.next(Pods.pending());

    assertThat(lines.next(Pods.waiting("ContainerCreating", ""))).isEmpty();
  }

  @Test
  void quotesTheSchedulerOnce() {
    lines.next(Pods.pending());

    assertThat(lines.next(Pods.unschedulable("0/3 nodes are available: 3 Insufficient cpu.")))
        .hasValue(
            "driver pod my-driver: Pending (Unschedulable: 0/3 nodes are available: 3"
                + " Insufficient cpu.)");
    assertThat(lines.next(Pods.unschedulable("0/4 nodes are available: 4 Insufficient cpu.")))
        .as("the numbers change all the time")
        .isEmpty();
  }

  @Test
  void doesNotRepeatReasonsThatTakeTurns() {
    lines.next(Pods.pending());
    assertThat(lines.next(Pods.waiting("ErrImagePull", "no such image"))).isPresent();
    assertThat(lines.next(Pods.waiting("ImagePullBackOff", "Back-off"))).isPresent();

    assertThat(lines.next(Pods.waiting("ErrImagePull", "no such image"))).isEmpty();
    assertThat(lines.next(Pods.waiting("ImagePullBackOff", "Back-off"))).isEmpty();
    assertThat(lines.next(Pods.in("Running")))
        .hasValue("driver pod my-driver: Pending (ImagePullBackOff) -> Running");
  }

  @Test
  void saysHowTheContainerWasKilled() {
    lines.next(Pods.in("Running"));

    assertThat(lines.next(Pods.terminated("Failed", 137, "OOMKilled")))
        .hasValue("driver pod my-driver: Running -> Failed (exit code 137, OOMKilled)");
  }

  @Test
  void saysThatAnInitContainerHoldsThePodUp() {
    Pod pod =
        new PodBuilder(Pods.pending())
            .editStatus()
            .addNewInitContainerStatus()
            .withName("fetch")
            .withState(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason("CrashLoopBackOff")
                    .endWaiting()
                    .build())
            .endInitContainerStatus()
            .endStatus()
            .build();

    assertThat(lines.next(pod)).hasValue("driver pod my-driver: Pending (CrashLoopBackOff)");
  }

  @Test
  void saysThatThePodWasEvicted() {
    lines.next(Pods.in("Running"));
    Pod evicted =
        new PodBuilder(Pods.in("Failed"))
            .editStatus()
            .withReason("Evicted")
            .withMessage("The node was low on resource: memory.")
            .endStatus()
            .build();

    assertThat(lines.next(evicted))
        .hasValue(
            "driver pod my-driver: Running -> Failed (Evicted: The node was low on resource:"
                + " memory.)");
  }

  @Test
  void saysThatThePodIsBeingDeleted() {
    lines.next(Pods.in("Running"));
    Pod deleted =
        new PodBuilder(Pods.in("Running"))
            .editMetadata()
            .withDeletionTimestamp("2026-01-01T00:00:00Z")
            .endMetadata()
            .build();

    assertThat(lines.next(deleted))
        .hasValue("driver pod my-driver: Running (Terminating: the pod is being deleted)");
  }

  @Test
  void saysAgainInANewPhaseWhatItSaidBefore() {
    lines.next(Pods.pending());
    assertThat(lines.next(Pods.waiting("ImagePullBackOff", "x"))).isPresent();
    assertThat(lines.next(Pods.waiting("ErrImagePull", "x"))).isPresent();
    assertThat(lines.next(Pods.waiting("ImagePullBackOff", "x"))).as("in turns").isEmpty();
    assertThat(lines.next(Pods.in("Running"))).isPresent();

    assertThat(lines.next(Pods.pending())).hasValue("driver pod my-driver: Running -> Pending");
  }
}
