// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.cli.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a text, or the elements of a list, that differ: what is between the common beginning
 * and the common end.
 *
 * @param removed of the first value
 * @param added of the second value
 */
record ChangedLines(List<String> removed, List<String> added) {
  private static final int MAX_LINES = 8;
  private static final int MAX_LENGTH = 400;

  ChangedLines {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  static ChangedLines between(Optional<Object> first, Optional<Object> second) {
    List<String> one = first.map(ChangedLines::lines).orElse(List.of());
    List<String> two = second.map(ChangedLines::lines).orElse(List.of());
    int shorter = Math.min(one.size(), two.size());
    int start = 0;
    while (start < shorter && one.get(start).equals(two.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && one.get(one.size() - 1 - end).equals(two.get(two.size() - 1 - end))) {
      end++;
    }
    return new ChangedLines(
        shown(one.subList(start, one.size() - end)), shown(two.subList(start, two.size() - end)));
  }

  private static List<String> lines(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Words::value).toList();
    }
    return value instanceof String text && text.strip().contains("\n")
        ? text.lines().toList()
        : List.of(Words.value(value));
  }

  private static List<String> shown(List<String> lines) {
    List<String> shown = new ArrayList<>();
    for (String line : lines.subList(0, Math.min(MAX_LINES, lines.size()))) {
      shown.add(
          line.length() <= MAX_LENGTH
              ? line
              : "%s... (%d characters)".formatted(line.substring(0, MAX_LENGTH), line.length()));
    }
    if (lines.size() > MAX_LINES) {
      shown.add("... (%d more lines)".formatted(lines.size() - MAX_LINES));
    }
    return shown;
  }
}
