// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CreateWindowTest {
  private final CreateWindow window = new CreateWindow(32);

  private void succeed(int requests) {
    for (int i = 0; i < requests; i++) {
      window.begin();
      window.answered();
    }
  }

  @Test
  void growsWithEachAnswerUpToTheLimit() {
    assertThat(window.size()).isEqualTo(1);
    succeed(5);
    assertThat(window.size()).isEqualTo(6);
    succeed(100);
    assertThat(window.size()).isEqualTo(32);
  }

  @Test
  void hasRoomForAsManyAsItsSize() {
    succeed(1);
    window.begin();
    assertThat(window.hasRoom(0)).isTrue();
    window.begin();
    assertThat(window.hasRoom(0)).isFalse();
  }

  @Test
  void halvesOnceForAllRequestsOfARound() {
    succeed(100);
    long first = window.begin();
    long second = window.begin();
    window.overloaded(first, Duration.ZERO, 0);
    window.overloaded(second, Duration.ZERO, 0);
    assertThat(window.size()).isEqualTo(16);
  }

  @Test
  void growsBackWithEachSuccessWhereTheServerAsksForNoPause() {
    succeed(100);
    window.overloaded(window.begin(), Duration.ZERO, 0);
    succeed(3);
    assertThat(window.size()).isEqualTo(19);
    assertThat(window.pausedUntil()).as("others go on").isZero();
  }

  @Test
  void doesNotGrowWithRefusals() {
    succeed(3);
    for (int i = 0; i < 100; i++) {
      window.begin();
      window.refused();
    }
    assertThat(window.size()).isEqualTo(4);
    assertThat(window.inFlight()).isZero();
  }

  @Test
  void growsSlowlyAfterTheServerAskedForAPause() {
    succeed(100);
    window.overloaded(window.begin(), Duration.ofMillis(1), 0);
    succeed(15);
    assertThat(window.size()).isEqualTo(16);
    succeed(1);
    assertThat(window.size()).isEqualTo(17);
  }

  @Test
  void pausesLongerWithEachSingleRequestThatFails() {
    window.overloaded(window.begin(), Duration.ZERO, 0);
    assertThat(window.pausedUntil()).isEqualTo(100);
    window.overloaded(window.begin(), Duration.ZERO, 100);
    assertThat(window.pausedUntil()).isEqualTo(300);
    assertThat(window.hasRoom(299)).isFalse();
    assertThat(window.hasRoom(300)).isTrue();
  }

  @Test
  void obeysThePauseThatTheServerAsksFor() {
    window.overloaded(window.begin(), Duration.ofSeconds(9), 1_000);
    assertThat(window.pausedUntil()).isEqualTo(10_000);
  }

  @Test
  void neverGoesBelowOne() {
    for (int i = 0; i < 10; i++) {
      window.overloaded(window.begin(), Duration.ZERO, 0);
    }
    assertThat(window.size()).isEqualTo(1);
  }
}
