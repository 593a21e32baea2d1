// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.LogLines;
import org.junit.jupiter.api.Test;

class ShortfallLogTest {
  private final ShortfallLog shortfalls = new ShortfallLog();

  @Test
  void saysOnceHowManyExecutorsAreGoingToBeRequested() {
    try (LogLines log = new LogLines(ShortfallLog.class)) {
      shortfalls.update(0, 10, 0, 1_000);
      shortfalls.requested(0, 6);
      shortfalls.update(0, 10, 4, 5_000);
      shortfalls.requested(0, 0);
      shortfalls.update(0, 10, 10, 9_000);
      assertThat(log.lines())
          .containsExactly(
              "INFO Going to request 10 executors from Kubernetes for ResourceProfile Id: 0,"
                  + " target: 10, known: 0");
    }
  }

  @Test
  void saysSoAgainForTheExecutorThatTakesThePlaceOfOneThatIsGone() {
    try (LogLines log = new LogLines(ShortfallLog.class)) {
      shortfalls.update(0, 2, 0, 1_000);
      shortfalls.requested(0, 0);
      shortfalls.update(0, 2, 1, 9_000);
      assertThat(log.lines())
          .last()
          .asString()
          .startsWith(
              "INFO Going to request 1 executors from Kubernetes for ResourceProfile Id: 0");
    }
  }

  @Test
  void gathersWhatIsLostWithinASecond() {
    try (LogLines log = new LogLines(ShortfallLog.class)) {
      shortfalls.update(3, 5, 0, 1_000);
      shortfalls.requested(3, 0);
      shortfalls.update(3, 5, 4, 1_200);
      shortfalls.requested(3, 0);
      shortfalls.update(3, 5, 4, 1_400);
      shortfalls.requested(3, 0);
      shortfalls.update(3, 5, 5, 2_500);
      assertThat(log.lines()).hasSize(2).last().asString().contains("request 2 executors");
    }
  }
}
