// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailurePaceTest {
  private long now = 7;
  private final FailurePace pace = new FailurePace(() -> now);

  @Test
  void reportsRepeatsAtDoublingIntervals() {
    List<Long> reportedAfterMillis = new ArrayList<>();
    for (long millis = 0; millis <= 8_000; millis += 100) {
      now = 7 + Duration.ofMillis(millis).toNanos();
      if (pace.isDue("", "no map")) {
        reportedAfterMillis.add(millis);
      }
    }

    assertThat(reportedAfterMillis).containsExactly(0L, 500L, 1500L, 3500L, 7500L);
  }

  @Test
  void distinguishesPartsAndMessages() {
    assertThat(pace.isFirst("a", "no map")).isTrue();
    assertThat(pace.isDue("a", "no map")).isTrue();
    assertThat(pace.isFirst("a", "no map")).isFalse();
    assertThat(pace.isDue("a", "no map")).isFalse();
    assertThat(pace.isDue("b", "no map")).isTrue();
    assertThat(pace.isDue("a", "no secret")).isTrue();
  }
}
