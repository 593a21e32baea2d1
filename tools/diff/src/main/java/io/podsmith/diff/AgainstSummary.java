// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a comparison of many settings files with another distribution says.
 *
 * @param theirs the other distribution
 * @param ours Podsmith
 * @param results one for each file
 * @param times how long each side worked
 * @param millis how long all files took, including the start of the JVMs
 */
public record AgainstSummary(
    String theirs, String ours, List<FileResult> results, List<SideTimes> times, long millis) {
  /**
   * How long one side worked on all files. The sides work at the same time, on several files.
   *
   * @param label the distribution
   * @param millis the milliseconds by phase
   */
  public record SideTimes(String label, Map<String, Long> millis) {
    public SideTimes {
      millis = Collections.unmodifiableMap(new LinkedHashMap<>(millis));
    }

    private static List<SideTimes> of(Map<String, PhaseTimes> bySide) {
      List<SideTimes> all = new ArrayList<>();
      bySide.forEach(
          (label, times) -> {
            Map<String, Long> millis = new LinkedHashMap<>();
            times.millis().forEach((phase, time) -> millis.put(phase.label(), time));
            all.add(new SideTimes(label, millis));
          });
      return all;
    }
  }

  private static final int FAILURES_TO_STOP = 3;

  /** Where ids of known differences are explained. */
  public static final String LEDGER_PAGE = "docs/differences.md";

  public AgainstSummary {
    results = List.copyOf(results);
    times = List.copyOf(times);
  }

  /**
   * Compares files, all of which are read before.
   *
   * @param listener receives each result as soon as those of the files before it are known
   * @throws DiffException if there is no file, or a distribution cannot be started
   */
  public static AgainstSummary of(
      Distribution theirs,
      Distribution ours,
      List<SettingsFile> files,
      Consumer<FileResult> listener) {
    return of(theirs, ours, files, listener, Comparison.LIMIT);
  }

  static AgainstSummary of(
      Distribution theirs,
      Distribution ours,
      List<SettingsFile> files,
      Consumer<FileResult> listener,
      Duration limit) {
    if (files.isEmpty()) {
      throw new DiffException(
          PodsmithError.CONF_ARGUMENTS,
          "there is no settings file to compare; name at least one properties file");
    }
    boolean isAmbiguous = theirs.label().equals(ours.label());
    Distribution other = isAmbiguous ? theirs.labeled(theirs.label() + " (other)") : theirs;
    long start = System.nanoTime();
    List<FileResult> results = new ArrayList<>();
    List<SideTimes> times;
    try (ComparisonPool pool = new ComparisonPool(other, ours, files, limit)) {
      for (CompletableFuture<FileResult> pending : pool.results()) {
        FileResult result = joined(pending);
        results.add(result);
        listener.accept(result);
        checkWorks(results);
      }
      times = SideTimes.of(pool.times());
    }
    return new AgainstSummary(
        other.label(),
        ours.label(),
        results,
        times,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
  }

  private static FileResult joined(CompletableFuture<FileResult> pending) {
    try {
      return pending.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Hundreds of files need not show one by one that a distribution does not work. */
  private static void checkWorks(List<FileResult> results) {
    boolean hasFailed =
        results.stream().allMatch(result -> result.outcome() == FileResult.Outcome.FAILED);
    if (hasFailed && results.size() == FAILURES_TO_STOP) {
      throw new DiffException(
          PodsmithError.CONF_FILE,
          "the first %d files could not be compared; the distributions must be complete; %s"
              .formatted(
                  FAILURES_TO_STOP, results.get(FAILURES_TO_STOP - 1).rejection().orElse("")));
    }
  }

  /** Returns whether no file has an unknown difference. */
  public boolean isExplained() {
    return results.stream().allMatch(result -> result.outcome().isExplained());
  }

  /** Returns whether some file was not compared because a JVM died or did not answer. */
  public boolean hasFailures() {
    return results.stream().anyMatch(result -> result.outcome() == FileResult.Outcome.FAILED);
  }

  /** Returns one result as text: a line, and more lines for what is not known. */
  public static String text(FileResult result, String theirs, String ours) {
    StringBuilder out = new StringBuilder();
    String ids = result.listed().isEmpty() ? "" : ": " + String.join(", ", result.listed());
    out.append("%s: %s%s%n".formatted(result.file(), result.outcome().label(), ids));
    if (!result.outcome().isExplained()) {
      result.rejection().ifPresent(said -> out.append("  %s%n".formatted(said)));
    }
    for (FileResult.Difference each : result.unknown()) {
      out.append("  %s%n".formatted(each.place()));
      out.append("    %s: %s%n".formatted(theirs, each.theirs().orElse("(none)")));
      out.append("    %s: %s%n".formatted(ours, each.ours().orElse("(none)")));
    }
    return out.toString();
  }

  /** Returns the counts as text: by outcome, and by id of a known difference. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s and %s, %d %s: "
            .formatted(theirs, ours, results.size(), results.size() == 1 ? "file" : "files"));
    List<String> counts = new ArrayList<>();
    counts().forEach((outcome, count) -> counts.add("%d %s".formatted(count, outcome.label())));
    out.append(String.join(", ", counts))
        .append(" (%.1f s, %d ms per file)%n".formatted(millis / 1000.0, perFile(millis)));
    times.forEach(side -> out.append(text(side)));
    SortedMap<String, Integer> ids = ids();
    if (!ids.isEmpty()) {
      out.append("Known differences, explained in %s:%n".formatted(LEDGER_PAGE));
      int width = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
      ids.forEach(
          (id, count) ->
              out.append("  %s  ".formatted(id + " ".repeat(width - id.length())))
                  .append("%d %s%n".formatted(count, count == 1 ? "file" : "files")));
    }
    return out.toString();
  }

  private String text(SideTimes side) {
    String phases =
        side.millis().entrySet().stream()
            .map(phase -> "%s %d ms".formatted(phase.getKey(), perFile(phase.getValue())))
            .collect(Collectors.joining(", "));
    return "  %s per file: %s%n".formatted(side.label(), phases);
  }

  /** Returns the summary as a tree of maps and lists, for JSON and YAML. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("against", theirs);
    tree.put("podsmith", ours);
    Map<String, Object> counts = new LinkedHashMap<>();
    counts().forEach((outcome, count) -> counts.put(outcome.name(), count));
    tree.put("counts", counts);
    tree.put("knownDifferences", ids());
    tree.put("millis", millis);
    Map<String, Object> bySide = new LinkedHashMap<>();
    times.forEach(side -> bySide.put(side.label(), side.millis()));
    tree.put("millisBySide", bySide);
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

  private SortedMap<String, Integer> ids() {
    SortedMap<String, Integer> ids = new TreeMap<>();
    results.forEach(result -> result.listed().forEach(id -> ids.merge(id, 1, Integer::sum)));
    return ids;
  }

  private long perFile(long total) {
    return total / Math.max(1, results.size());
  }
}
