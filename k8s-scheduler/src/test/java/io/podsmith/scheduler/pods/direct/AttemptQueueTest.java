// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptQueueTest {
  private final AttemptQueue queue = new AttemptQueue();

  private void add(long id, long resumeAt) {
    CreateAttempt attempt = new CreateAttempt(id, 0);
    attempt.resumeAt = resumeAt;
    queue.add(attempt);
  }

  @Test
  void handsOutWhatHasBeenReadyForLongest() {
    add(1, 300);
    add(2, 100);
    add(3, 200);
    assertThat(queue.nextAt()).hasValue(100);
    assertThat(queue.takeReady(99)).isEmpty();
    assertThat(queue.takeReady(250)).map(a -> a.executorId).contains(2L);
    assertThat(queue.takeReady(250)).map(a -> a.executorId).contains(3L);
    assertThat(queue.takeReady(250)).isEmpty();
  }

  @Test
  void findsAttemptsByExecutor() {
    add(1, 300);
    add(2, 300);
    assertThat(queue.remove(2)).isPresent();
    assertThat(queue.remove(2)).isEmpty();
    assertThat(queue.takeReady(300)).map(a -> a.executorId).contains(1L);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.nextAt()).isEmpty();
  }

  @Test
  void takesOutNoMoreThanItIsTold() {
    for (long id = 1; id <= 5; id++) {
      add(id, 100);
    }
    assertThat(queue.removeIf(a -> a.executorId != 1, 2))
        .extracting(a -> a.executorId)
        .containsExactly(2L, 3L);
    assertThat(queue.remove(2)).isEmpty();
    assertThat(queue.remove(4)).isPresent();
  }
}
