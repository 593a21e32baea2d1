package io.podsmith.core.plugin;

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
        .filter(k -> distance(wanted, k) <= Math.max(1, k.length() / 3))
        .min(Comparator.comparingInt(k -> distance(wanted, k)));
  }

  /** Levenshtein's distance: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
