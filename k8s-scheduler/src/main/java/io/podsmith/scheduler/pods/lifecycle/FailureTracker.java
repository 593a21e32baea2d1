// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Counts the failures of executors that are not forgotten yet. */
final class FailureTracker {
  private final Optional<Duration> validity;
  private final Deque<Long> times = new ArrayDeque<>();

  /**
   * @param validity after which a failure is forgotten, empty for never
   */
  FailureTracker(Optional<Duration> validity) {
    this.validity = validity;
  }

  void failed(long now) {
    times.add(now);
  }

  int count(long now) {
    validity.ifPresent(
        v -> {
          while (!times.isEmpty() && times.peek() < now - v.toMillis()) {
            times.poll();
          }
        });
    return times.size();
  }
}
