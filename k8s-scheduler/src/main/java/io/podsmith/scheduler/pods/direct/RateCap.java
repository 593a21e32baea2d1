// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.util.Optional;

/** The user's wish for no more than so many executors a second; without one there is no limit. */
final class RateCap {
  private static final double MILLIS_PER_SECOND = 1_000;

  /** What was not used is not saved up for longer than this. */
  private static final double BURST_MILLIS = 100;

  private final Optional<Double> perSecond;
  private double nextAt;

  RateCap(Optional<Double> perSecond) {
    this.perSecond = perSecond;
  }

  boolean allows(long now) {
    return nextAt <= now;
  }

  void take(long now) {
    perSecond.ifPresent(
        rate -> nextAt = Math.max(nextAt, now - BURST_MILLIS) + MILLIS_PER_SECOND / rate);
  }

  /** When the next one is allowed, in milliseconds since the epoch. */
  long nextAt() {
    return (long) Math.ceil(nextAt);
  }
}
