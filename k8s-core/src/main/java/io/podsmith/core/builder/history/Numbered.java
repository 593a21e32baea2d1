// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folds names that differ in their last number only, so that a list of them stays readable. */
final class Numbered {
  private static final Pattern NAME = Pattern.compile("(.*\\D)(\\d{1,9})");

  /** Two names read better than a range. */
  private static final int AT_LEAST = 3;

  private Numbered() {}

  /**
   * Replaces runs such as {@code env X_0, env X_1, env X_2} by {@code env X_0..2}. Runs count up by
   * one without a gap, in any order of the text; all else keeps its place.
   */
  static List<String> fold(List<String> words) {
    List<String> folded = new ArrayList<>();
    List<String> rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String first = rest.remove(0);
      Matcher name = NAME.matcher(first);
      int last = name.matches() ? lastOfRun(name, rest) : -1;
      if (last - number(name, last) + 1 < AT_LEAST) {
        folded.add(first);
        continue;
      }
      int start = number(name, last);
      for (int i = start + 1; i <= last; i++) {
        rest.remove(name.group(1) + i);
      }
      folded.add("%s%d..%d".formatted(name.group(1), start, last));
    }
    return List.copyOf(folded);
  }

  private static int number(Matcher name, int last) {
    return last < 0 ? 0 : Integer.parseInt(name.group(2));
  }

  private static int lastOfRun(Matcher first, List<String> rest) {
    int last = Integer.parseInt(first.group(2));
    while (rest.contains(first.group(1) + (last + 1))) {
      last++;
    }
    return last;
  }
}
