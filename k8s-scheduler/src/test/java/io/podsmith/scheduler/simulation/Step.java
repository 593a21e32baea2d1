// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.List;
import java.util.Locale;

/**
 * One line of a script: at a time, something happens.
 *
 * @param at milliseconds since the start
 * @param words a verb of {@link Steps}, and its arguments
 */
record Step(long at, List<String> words) {
  Step {
    words = List.copyOf(words);
  }

  static Step of(long at, Object... words) {
    return new Step(at, java.util.Arrays.stream(words).map(String::valueOf).toList());
  }

  static Step parse(String line) {
    List<String> all = List.of(line.strip().split("\\s+"));
    return new Step(Math.round(Double.parseDouble(all.get(0)) * 1e3), all.subList(1, all.size()));
  }

  String verb() {
    return words.get(0);
  }

  String word(int index) {
    return words.get(index);
  }

  int number(int index) {
    return Integer.parseInt(words.get(index));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f %s", at / 1e3, String.join(" ", words));
  }
}
