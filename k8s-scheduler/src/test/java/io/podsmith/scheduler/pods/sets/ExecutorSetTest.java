// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.core.executors.SetKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutorSetTest {
  private final ExecutorSet set = new ExecutorSet(0, "app-exec");

  @Test
  void isRequestedBeforeItIsComplete() {
    assertThatThrownBy(() -> set.become(SetStage.COMPLETE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("app-exec", "COMPLETE", "ABSENT");
    set.become(SetStage.REQUESTED);
    set.become(SetStage.UNCERTAIN);
    assertThatThrownBy(() -> set.become(SetStage.REQUESTED))
        .as("what may exist is not forgotten")
        .isInstanceOf(IllegalStateException.class);
    set.become(SetStage.COMPLETE);
    assertThat(set.isComplete()).isTrue();
  }

  @Test
  void isResetOnlyAfterItExisted() {
    assertThatThrownBy(set::reset).isInstanceOf(IllegalStateException.class);
    set.become(SetStage.REQUESTED);
    set.become(SetStage.COMPLETE);
    set.uid = Optional.of("uid");
    set.replicas = 3;
    set.reset();
    assertThat(set.stage()).isEqualTo(SetStage.ABSENT);
    assertThat(set.uid).isEmpty();
    assertThat(set.replicas).isZero();
  }

  @Test
  void keepsTheHighestOrdinalThatSparkHasNotReleased() {
    set.replicas = 4;
    set.target = 1;
    set.put(1, "app-exec-2");
    set.put(2, "app-exec-x");
    assertThat(set.wanted(SetKind.STATEFUL_SET, 10)).isEqualTo(3);
    set.release(1);
    assertThat(set.wanted(SetKind.STATEFUL_SET, 10)).as("a name without an ordinal").isEqualTo(1);
  }
}
