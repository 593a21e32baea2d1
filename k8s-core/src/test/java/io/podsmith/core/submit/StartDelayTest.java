// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.Logged;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartDelayTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicInteger looks = new AtomicInteger();
  private Optional<PodWords.Remark> warning = Optional.empty();
  private final StartDelay delay =
      new StartDelay(
          pod -> {
            looks.incrementAndGet();
            return warning;
          },
          Duration.ofSeconds(20));

  @Test
  void saysForHowLongAPodHasWaited() {
    delay.observe(Pods.waiting("ContainerCreating", ""), 0);
    delay.observe(Pods.waiting("ContainerCreating", ""), 10 * SECOND);

    assertThat(delay.text(Pods.waiting("ContainerCreating", ""), 40 * SECOND))
        .isEqualTo(", waiting: ContainerCreating for 40 s");
    assertThat(delay.text(Pods.in("Running"), 40 * SECOND)).isEmpty();
  }

  @Test
  void looksForEventsOnlyWhereTheStatusDoesNotExplainIt() {
    delay.observe(Pods.unschedulable("0/3 nodes are available"), 0);
    delay.look(Pods.unschedulable("0/3 nodes are available"), 60 * SECOND);

    assertThat(looks).hasValue(0);
    assertThat(delay.nextLook(Pods.unschedulable("x"))).isEmpty();
    assertThat(delay.text(Pods.unschedulable("0/3 nodes are available"), 60 * SECOND))
        .isEqualTo(", waiting: Unschedulable for 60 s: 0/3 nodes are available");
  }

  @Test
  void looksForEventsOnceInAWhileAndShowsTheLatest() {
    delay.observe(Pods.waiting("ContainerCreating", ""), 0);
    delay.look(Pods.waiting("ContainerCreating", ""), 19 * SECOND);
    assertThat(looks).as("not at once").hasValue(0);

    warning = Optional.of(new PodWords.Remark("FailedMount", "secret \"x\" not found"));
    delay.look(Pods.waiting("ContainerCreating", ""), 20 * SECOND);
    delay.look(Pods.waiting("ContainerCreating", ""), 21 * SECOND);

    assertThat(looks).hasValue(1);
    assertThat(delay.nextLook(Pods.waiting("ContainerCreating", ""))).hasValue(40 * SECOND);
    assertThat(delay.text(Pods.waiting("ContainerCreating", ""), 30 * SECOND))
        .isEqualTo(", waiting: ContainerCreating for 30 s; FailedMount: secret \"x\" not found");
  }

  @Test
  void logsEachKindOfWarningOnce() {
    Pod creating = Pods.waiting("ContainerCreating", "");
    delay.observe(creating, 0);
    try (Logged logged = new Logged()) {
      warning = Optional.of(new PodWords.Remark("FailedMount", "x"));
      delay.look(creating, 20 * SECOND);
      delay.look(creating, 40 * SECOND);
      warning = Optional.of(new PodWords.Remark("NetworkNotReady", "y"));
      delay.look(creating, 60 * SECOND);

      assertThat(looks).hasValue(3);
      assertThat(logged.text())
          .containsOnlyOnce(
              "driver pod my-driver does not start: FailedMount: x; see kubectl describe pod"
                  + " my-driver -n jobs")
          .containsOnlyOnce("does not start: NetworkNotReady: y");
    }
  }

  @Test
  void saysThatANodeHasNotTakenUpThePod() {
    Pod bound = new PodBuilder(Pods.pending()).editSpec().withNodeName("n").endSpec().build();
    delay.observe(bound, 0);

    assertThat(delay.text(bound, SECOND)).isEqualTo(", waiting: the node for 1 s");
  }

  @Test
  void saysNothingOfAPodThatIsBeingDeleted() {
    Pod deleted = Pods.deleted(Pods.pending());
    delay.observe(deleted, 0);

    assertThat(delay.text(deleted, SECOND)).isEmpty();
    assertThat(delay.nextLook(deleted)).isEmpty();
  }

  @Test
  void forgetsTheWarningWhenThePodGoesOn() {
    delay.observe(Pods.waiting("ContainerCreating", ""), 0);
    warning = Optional.of(new PodWords.Remark("FailedMount", "x"));
    delay.look(Pods.waiting("ContainerCreating", ""), 20 * SECOND);

    delay.observe(Pods.waiting("PodInitializing", ""), 25 * SECOND);

    assertThat(delay.text(Pods.waiting("PodInitializing", ""), 26 * SECOND))
        .isEqualTo(", waiting: PodInitializing for 1 s");
  }

  @Test
  void saysWhomAPodWithoutAnyContainerStateWaitsFor() {
    delay.observe(Pods.pending(), 0);

    assertThat(delay.text(Pods.pending(), SECOND)).isEqualTo(", waiting: the scheduler for 1 s");
  }
}
