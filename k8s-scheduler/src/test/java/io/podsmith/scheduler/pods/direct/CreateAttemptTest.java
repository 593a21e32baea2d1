// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CreateAttemptTest {
  private final CreateAttempt attempt = new CreateAttempt(7, 0);

  @Test
  void allowsTheDocumentedStages() {
    Map<AttemptStage, List<AttemptStage>> next =
        Map.of(
            AttemptStage.NEW,
            List.of(AttemptStage.IN_FLIGHT),
            AttemptStage.IN_FLIGHT,
            List.of(AttemptStage.INTERRUPTED, AttemptStage.AWAITING_CLAIM, AttemptStage.ENDED),
            AttemptStage.INTERRUPTED,
            List.of(AttemptStage.IN_FLIGHT, AttemptStage.ENDED),
            AttemptStage.AWAITING_CLAIM,
            List.of(AttemptStage.IN_FLIGHT, AttemptStage.ENDED),
            AttemptStage.ENDED,
            List.of());
    for (AttemptStage stage : AttemptStage.values()) {
      assertThat(Stream.of(AttemptStage.values()).filter(stage::canBecome))
          .as("after %s", stage)
          .containsExactlyInAnyOrderElementsOf(next.get(stage));
    }
  }

  @Test
  void rejectsASecondEnd() {
    attempt.become(AttemptStage.IN_FLIGHT);
    attempt.become(AttemptStage.ENDED);
    assertThatThrownBy(() -> attempt.become(AttemptStage.IN_FLIGHT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("executor 7", "IN_FLIGHT", "ENDED");
    assertThat(attempt.stage()).isEqualTo(AttemptStage.ENDED);
  }

  @Test
  void looksUpAPodThatMayExistBeforeItIsKnownToBeMissing() {
    assertThat(attempt.mayAppear()).isFalse();
    assertThatThrownBy(() -> attempt.podIs(PodExistence.NOT_FOUND))
        .isInstanceOf(IllegalStateException.class);
    attempt.podIs(PodExistence.UNCERTAIN);
    assertThat(attempt.mayHavePod()).isTrue();
    attempt.podIs(PodExistence.NOT_FOUND);
    assertThat(attempt.mayHavePod()).isFalse();
    assertThat(attempt.mayAppear()).as("a slow server may create it yet").isTrue();
    attempt.podExists(new CreatedPod("uid", 1));
    assertThat(attempt.existingPod()).contains(new CreatedPod("uid", 1));
  }

  @Test
  void neverForgetsThatThePodExists() {
    attempt.podExists(new CreatedPod("uid", 1));
    for (PodExistence next : PodExistence.values()) {
      assertThatThrownBy(() -> attempt.podIs(next)).isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> attempt.podExists(new CreatedPod("other", 2)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void completesOnlyPrerequisitesThatWereStarted() {
    assertThatThrownBy(() -> attempt.prerequisitesAre(Prerequisites.COMPLETE))
        .isInstanceOf(IllegalStateException.class);
    attempt.prerequisitesAre(Prerequisites.STARTED);
    attempt.prerequisitesAre(Prerequisites.COMPLETE);
    assertThatThrownBy(() -> attempt.prerequisitesAre(Prerequisites.STARTED))
        .isInstanceOf(IllegalStateException.class);
    attempt.prerequisitesAre(Prerequisites.NONE);
  }
}
