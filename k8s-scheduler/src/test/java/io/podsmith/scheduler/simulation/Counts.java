// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.HashMap;
import java.util.Map;

/** Counts what happens in one run, for the expectations of its script. */
final class Counts {
  private final Map<String, Long> all = new HashMap<>();
  private final Map<String, Long> lastTaken = new HashMap<>();

  void add(String what) {
    all.merge(what, 1L, Long::sum);
  }

  /** Keeps the highest of the values. */
  void highest(String what, long value) {
    all.merge(what, value, Math::max);
  }

  long get(String what) {
    return all.getOrDefault(what, 0L);
  }

  /** Returns how much a number has grown since the last call for it. */
  long since(String what, long now) {
    Long before = lastTaken.put(what, now);
    return now - (before == null ? 0 : before);
  }
}
