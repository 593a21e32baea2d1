// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogRangeTest {
  private static String query(Optional<Duration> since, OptionalLong tail) {
    return new LogRange(since, Optional.empty(), tail).query();
  }

  @Test
  void readsTheWholeLogByDefault() {
    assertThat(query(Optional.empty(), OptionalLong.empty())).isEmpty();
  }

  @Test
  void limitsAgeAndNumberOfLines() {
    assertThat(query(Optional.of(Duration.ofMinutes(2)), OptionalLong.of(10)))
        .isEqualTo("&sinceSeconds=120&tailLines=10");
    assertThat(query(Optional.empty(), OptionalLong.of(0))).isEqualTo("&tailLines=0");
  }

  @Test
  void requestsAtLeastOneSecond() {
    assertThat(query(Optional.of(Duration.ofMillis(5)), OptionalLong.empty()))
        .isEqualTo("&sinceSeconds=1");
  }

  @Test
  void resumesAtATime() {
    assertThat(LogRange.after(Instant.parse("2026-11-29T08:00:00Z")).query())
        .isEqualTo("&sinceTime=2026-11-29T08:00:00Z");
  }
}
