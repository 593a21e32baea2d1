// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long NOW = -5;
  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  private final RateLimit rate = new RateLimit(10, 3, NOW);

  @Test
  void spacesRequestsAfterTheBurst() {
    assertThat(IntStream.range(0, 5).mapToLong(i -> rate.take(NOW)))
        .containsExactly(0L, 0L, 0L, INTERVAL, 2 * INTERVAL);
  }

  @Test
  void allowsNoMoreThanTheBurstAfterALongPause() {
    rate.take(NOW);
    long later = NOW + Duration.ofHours(1).toNanos();

    assertThat(IntStream.range(0, 4).mapToLong(i -> rate.take(later)))
        .containsExactly(0L, 0L, 0L, INTERVAL);
  }
}
