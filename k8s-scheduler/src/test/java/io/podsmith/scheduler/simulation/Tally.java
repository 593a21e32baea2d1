// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sums over many runs. */
final class Tally {
  private final Map<String, Long> faults = new TreeMap<>();
  private long runs;
  private long millis;
  private long requests;
  private long executors;
  private long mostTasksInSecond;
  private long longestRecovery;
  private final Map<String, Long> loads = new TreeMap<>();

  void fault(String kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  void request() {
    requests++;
  }

  void executor() {
    executors++;
  }

  void busiestSecond(long tasks) {
    mostTasksInSecond = Math.max(mostTasksInSecond, tasks);
  }

  /** Records how often something was done in a minute in which nothing changed. */
  void load(String what, long perMinute) {
    loads.merge(what, perMinute, Math::max);
  }

  void recovered(long after) {
    longestRecovery = Math.max(longestRecovery, after);
  }

  void ran(long virtualMillis) {
    runs++;
    millis += virtualMillis;
  }

  long runs() {
    return runs;
  }

  long faults() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the kinds of faults that were injected. */
  Set<String> kinds() {
    return faults.keySet();
  }

  /** Returns the sums as text, a line each. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            """
            runs                          %,12d
            simulated hours               %,12.1f
            requests                      %,12d
            executors                     %,12d
            faults                        %,12d
            most tasks in a second        %,12d
            longest recovery              %,12.1f s
            """
                .formatted(
                    runs,
                    millis / 3.6e6,
                    requests,
                    executors,
                    faults(),
                    mostTasksInSecond,
                    longestRecovery / 1e3));
    loads.forEach(
        (what, most) -> text.append("most %-24s %,12d%n".formatted(what + " a calm minute", most)));
    faults.forEach((kind, count) -> text.append("  %-27s %,12d%n".formatted(kind, count)));
    return text.toString();
  }
}
