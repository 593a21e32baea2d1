// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a comparison of many settings files with another distribution says.
 *
 * @param theirs the other distribution
 * @param ours Podsmith
 * @param results one for each file
 */
public record AgainstSummary(String theirs, String ours, List<FileResult> results) {
  /** Where ids of known differences are explained. */
  public static final String LEDGER_PAGE = "docs/differences.md";

  public AgainstSummary {
    results = List.copyOf(results);
  }

  /**
   * Compares files.
   *
   * @param expected ids of known differences that show only where the user expects them
   * @throws DiffException if a file cannot be read; no file is compared then
   */
  public static AgainstSummary of(
      Distribution theirs, Distribution ours, List<Path> files, List<String> expected) {
    files.forEach(SettingsFile::read);
    try (Comparison comparison = new Comparison(theirs, ours)) {
      List<FileResult> results = new ArrayList<>();
      for (Path file : files) {
        results.add(comparison.compare(file, expected));
      }
      return new AgainstSummary(theirs.label(), ours.label(), results);
    }
  }

  /** Returns whether no file has an unknown difference. */
  public boolean isExplained() {
    return results.stream().allMatch(result -> result.outcome().isExplained());
  }

  /** Writes the summary as text. */
  public String text() {
    StringBuilder out = new StringBuilder();
    for (FileResult result : results) {
      String ids = result.listed().isEmpty() ? "" : ": " + String.join(", ", result.listed());
      out.append(
          "%s: %s%s (%d ms)%n"
              .formatted(result.file(), result.outcome().label(), ids, result.millis()));
      if (!result.outcome().isExplained()) {
        result.rejection().ifPresent(said -> out.append("  %s%n".formatted(said)));
      }
      for (FileResult.Difference each : result.unknown()) {
        out.append("  %s%n".formatted(each.place()));
        out.append("    %s: %s%n".formatted(theirs, each.theirs().orElse("(none)")));
        out.append("    %s: %s%n".formatted(ours, each.ours().orElse("(none)")));
      }
    }
    out.append("%n%s and %s, %d files: ".formatted(theirs, ours, results.size()));
    List<String> counts = new ArrayList<>();
    counts().forEach((outcome, count) -> counts.add("%d %s".formatted(count, outcome.label())));
    out.append(String.join(", ", counts)).append(" (%d ms per file)%n".formatted(millisPerFile()));
    if (results.stream().anyMatch(result -> !result.listed().isEmpty())) {
      out.append("The ids are explained in %s.%n".formatted(LEDGER_PAGE));
    }
    return out.toString();
  }

  /** Returns the summary as a tree of maps and lists, for JSON and YAML. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("against", theirs);
    tree.put("podsmith", ours);
    Map<String, Object> counts = new LinkedHashMap<>();
    counts().forEach((outcome, count) -> counts.put(outcome.name(), count));
    tree.put("counts", counts);
    tree.put("millisPerFile", millisPerFile());
    tree.put("files", results.stream().map(AgainstSummary::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(FileResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("file", result.file().toString());
    tree.put("outcome", result.outcome().name());
    tree.put("listed", List.copyOf(result.listed()));
    tree.put("unknown", result.unknown().stream().map(AgainstSummary::tree).toList());
    put(tree, "rejection", result.rejection());
    tree.put("millis", result.millis());
    return tree;
  }

  private static Map<String, Object> tree(FileResult.Difference difference) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("place", difference.place());
    put(tree, "against", difference.theirs());
    put(tree, "podsmith", difference.ours());
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, Optional<String> value) {
    value.ifPresent(text -> tree.put(key, text));
  }

  private SortedMap<FileResult.Outcome, Integer> counts() {
    SortedMap<FileResult.Outcome, Integer> counts = new TreeMap<>();
    results.forEach(result -> counts.merge(result.outcome(), 1, Integer::sum));
    return counts;
  }

  private long millisPerFile() {
    return results.isEmpty()
        ? 0
        : results.stream().mapToLong(FileResult::millis).sum() / results.size();
  }
}
