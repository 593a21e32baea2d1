// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.container;

import java.util.ArrayList;
import java.util.List;

/** Splits JVM options as Spark's launcher does: at white space, with quotes and backslashes. */
final class OptionString {
  private OptionString() {}

  static List<String> split(String text) {
    List<String> options = new ArrayList<>();
    StringBuilder option = new StringBuilder();
    boolean started = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        option.append(text.charAt(++i));
        started = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          option.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        started = true;
      } else if (Character.isWhitespace(c)) {
        if (started) {
          options.add(option.toString());
          option.setLength(0);
          started = false;
        }
      } else {
        option.append(c);
        started = true;
      }
    }
    if (started) {
      options.add(option.toString());
    }
    return options;
  }

  /** Writes an option so that {@link #split} gives it back. */
  static String quote(String option) {
    return option
            .chars()
            .noneMatch(c -> Character.isWhitespace(c) || c == '"' || c == '\\' || c == '\'')
        ? option
        : '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
