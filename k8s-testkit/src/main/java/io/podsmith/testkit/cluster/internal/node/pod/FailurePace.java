// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides which occurrences of a repeated failure are reported: the first one, then one after 0.5 s
 * and after intervals that double up to 122 s, as the kubelet retries mounts.
 *
 * <p>The node itself retries more often, so that tests do not wait.
 */
final class FailurePace {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(122);

  private record Failure(String part, String message) {}

  private record Report(long dueNanos, Duration pause) {}

  private final Map<Failure, Report> next = new HashMap<>();
  private final LongSupplier nanoClock;

  FailurePace() {
    this(System::nanoTime);
  }

  FailurePace(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Returns whether a failure of a part has not been reported yet. */
  boolean isFirst(String part, String message) {
    return !next.containsKey(new Failure(part, message));
  }

  /** Returns whether this occurrence is reported, and if so, plans the next report. */
  boolean isDue(String part, String message) {
    Failure failure = new Failure(part, message);
    long now = nanoClock.getAsLong();
    Report report = next.get(failure);
    if (report == null) {
      next.put(failure, new Report(now + FIRST.toNanos(), FIRST));
      return true;
    }
    if (report.dueNanos() - now > 0) {
      return false;
    }
    Duration doubled = report.pause().multipliedBy(2);
    Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    next.put(failure, new Report(now + pause.toNanos(), pause));
    return true;
  }
}
