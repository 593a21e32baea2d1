// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Creates that were given up without an answer and may still take effect. For any thread. */
final class UnansweredCreates {
  private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

  /**
   * Records a create without an answer.
   *
   * @param name the name of the object
   * @param effect for how long the API server may still carry it out
   */
  void add(String name, Duration effect) {
    long now = System.nanoTime();
    untilNanos.values().removeIf(until -> until - now < 0);
    untilNanos.put(name, now + effect.toNanos());
  }

  /** Removes a create whose outcome is known. */
  void answered(String name) {
    untilNanos.remove(name);
  }

  /** Returns for how long any of them may still take effect, zero if none may. */
  Duration remaining() {
    long now = System.nanoTime();
    long longest = untilNanos.values().stream().mapToLong(until -> until - now).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest));
  }
}
