// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers that look random and depend on the seed, the purpose and its count only, so that a script
 * with fewer steps keeps most of them.
 */
final class Dice {
  private final long seed;
  private final Map<String, Long> counts = new HashMap<>();

  Dice(long seed) {
    this.seed = seed;
  }

  /** Returns a number from {@code low} to {@code high}, both included. */
  long between(String purpose, long low, long high) {
    long count = counts.merge(purpose, 1L, Long::sum);
    long bits = mix(mix(seed + purpose.hashCode() * 0x9E3779B97F4A7C15L) + count);
    return low + Math.floorMod(bits, high - low + 1);
  }

  /** Returns whether one of {@code many} equally likely cases occurs. */
  boolean oneIn(String purpose, int many) {
    return between(purpose, 1, many) == 1;
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
