// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.events;

import java.time.Duration;

/** Spaces requests evenly after a burst. Used by one thread. */
final class RateLimit {
  private final long intervalNanos;
  private final long burstNanos;
  private long spentUntil;

  RateLimit(int perSecond, int burst, long nowNanos) {
    this.intervalNanos = Duration.ofSeconds(1).toNanos() / perSecond;
    this.burstNanos = intervalNanos * burst;
    this.spentUntil = nowNanos - burstNanos;
  }

  /** Counts a request and returns how long it must wait, in nanoseconds; 0 if it need not. */
  long take(long nowNanos) {
    spentUntil = Math.max(spentUntil - nowNanos, -burstNanos) + nowNanos + intervalNanos;
    return Math.max(0, spentUntil - nowNanos);
  }
}
