// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Compares files on several pairs of JVMs at the same time, because most of the time of a file is
 * spent waiting: for a driver that starts or stops, and for a request of the other process.
 */
final class ComparisonPool implements AutoCloseable {
  private static final int MOST_PAIRS = 4;

  /** A pair of JVMs takes some seconds to start: with fewer files, one pair more is no gain. */
  private static final int FILES_PER_PAIR = 20;

  /** A file, and where its result goes. */
  private record Task(SettingsFile file, CompletableFuture<FileResult> result) {}

  private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<FileResult>> results = new ArrayList<>();
  private final List<Comparison> pairs = new ArrayList<>();
  private final ExecutorService threads;

  ComparisonPool(Distribution theirs, Distribution ours, List<SettingsFile> files, Duration limit) {
    for (SettingsFile file : files) {
      Task task = new Task(file, new CompletableFuture<>());
      waiting.add(task);
      results.add(task.result());
    }
    int wanted = pairs(files.size(), Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < wanted; i++) {
      pairs.add(new Comparison(theirs, ours, files, limit));
    }
    // drivers bind fixed ports: without addresses of their own they cannot run side by side
    List<Comparison> used =
        pairs.stream().allMatch(Comparison::hasOwnAddresses) ? pairs : pairs.subList(0, 1);
    threads = Executors.newFixedThreadPool(used.size());
    used.forEach(pair -> threads.execute(() -> work(pair)));
  }

  static int pairs(int files, int processors) {
    int useful = (files + FILES_PER_PAIR - 1) / FILES_PER_PAIR;
    return Math.max(1, Math.min(useful, Math.min(processors, MOST_PAIRS)));
  }

  private void work(Comparison pair) {
    for (Task task = waiting.poll(); task != null; task = waiting.poll()) {
      try {
        task.result().complete(pair.compare(task.file()));
      } catch (RuntimeException | Error e) {
        task.result().completeExceptionally(e);
      }
    }
  }

  /** Returns the results in the order of the files; each is complete once its file is compared. */
  List<CompletableFuture<FileResult>> results() {
    return List.copyOf(results);
  }

  /** Returns how long each side worked, by label. */
  Map<String, PhaseTimes> times() {
    Map<String, PhaseTimes> times = new LinkedHashMap<>();
    for (Comparison pair : pairs) {
      pair.times()
          .forEach((label, each) -> times.computeIfAbsent(label, x -> new PhaseTimes()).add(each));
    }
    return times;
  }

  /** Ends after the files that are being compared; the others are left out. */
  @Override
  public void close() {
    waiting.clear();
    threads.shutdown();
    try {
      threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pairs.forEach(Comparison::close);
  }
}
