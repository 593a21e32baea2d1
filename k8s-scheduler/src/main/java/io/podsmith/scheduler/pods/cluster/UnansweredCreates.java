// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Creates that were given up without an answer and may still take effect. For any thread. */
final class UnansweredCreates {
  /**
   * Requests of one name without an answer.
   *
   * @param count how many
   * @param untilNanos until when the API server may still carry out the last of them
   */
  private record Unanswered(int count, long untilNanos) {}

  private final Map<String, Unanswered> byName = new ConcurrentHashMap<>();

  /**
   * Records a create without an answer.
   *
   * @param name the name of the object
   * @param effect for how long the API server may still carry it out
   */
  void add(String name, Duration effect) {
    long now = System.nanoTime();
    byName.values().removeIf(unanswered -> unanswered.untilNanos() - now < 0);
    byName.merge(
        name,
        new Unanswered(1, now + effect.toNanos()),
        (before, added) -> new Unanswered(before.count() + 1, added.untilNanos()));
  }

  /**
   * Records that the object exists, so that one request has taken effect. Any other would still
   * create the object again once it is deleted.
   */
  void exists(String name) {
    byName.computeIfPresent(
        name, (same, unanswered) -> unanswered.count() == 1 ? null : unanswered);
  }

  /** Returns for how long any of them may still take effect, zero if none may. */
  Duration remaining() {
    long now = System.nanoTime();
    long longest = byName.values().stream().mapToLong(u -> u.untilNanos() - now).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest));
  }
}
