// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.core.conf.Spelling;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names that a user may have meant. */
record Suggestions(List<String> known) {
  static Suggestions among(Collection<String> known) {
    return new Suggestions(known.stream().sorted().distinct().toList());
  }

  /** Returns a sentence with the known names and, where one is close, a guess. */
  String forName(String name) {
    String list = "known steps: " + (known.isEmpty() ? "none" : String.join(", ", known));
    return closest(name).map(k -> "did you mean '" + k + "'? " + list).orElse(list);
  }

  private Optional<String> closest(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> Spelling.distance(wanted, k) <= Math.max(1, k.length() / 3))
        .min(Comparator.comparingInt(k -> Spelling.distance(wanted, k)));
  }
}
