// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Plans again whenever a file changes, and shows what that changes. */
final class WatchLoop {
  /**
   * A plan, and what it depends on.
   *
   * @param files settings files, templates, step jars, and directories of them
   */
  record Snapshot(Plan plan, Collection<Path> files) {
    Snapshot {
      files = List.copyOf(files);
    }
  }

  private final Supplier<Snapshot> planning;
  private final Function<Plan, String> explaining;
  private final PlanChanges changes;
  private final Consumer<String> output;

  /**
   * Makes a loop.
   *
   * @param planning reads the settings and plans; throws what is wrong with them
   * @param explaining renders the first plan
   * @param changes renders the differences of the next ones
   * @param output receives the text to show
   */
  WatchLoop(
      Supplier<Snapshot> planning,
      Function<Plan, String> explaining,
      PlanChanges changes,
      Consumer<String> output) {
    this.planning = planning;
    this.explaining = explaining;
    this.changes = changes;
    this.output = output;
  }

  /**
   * Watches until the thread is interrupted. An error in the settings is shown and watching
   * continues; the next difference is from the last plan without errors.
   *
   * @throws PodsmithException if the first plan fails
   */
  void run() throws IOException, InterruptedException {
    Instant start = Instant.now();
    Snapshot last = planning.get();
    try (FileWatch watch = new FileWatch(last.files())) {
      output.accept(explaining.apply(last.plan()));
      output.accept(changes.waiting(last.files()));
      if (isChangedSince(start, last.files())) {
        last = next(last, watch);
      }
      while (!Thread.currentThread().isInterrupted()) {
        watch.awaitChange();
        last = next(last, watch);
      }
    }
  }

  /** Returns whether a file changed between reading it and watching it. */
  private static boolean isChangedSince(Instant start, Collection<Path> files) throws IOException {
    for (Path file : files) {
      if (Files.exists(file) && Files.getLastModifiedTime(file).toInstant().isAfter(start)) {
        return true;
      }
    }
    return false;
  }

  private Snapshot next(Snapshot last, FileWatch watch) throws IOException {
    try {
      Snapshot next = planning.get();
      watch.add(next.files());
      output.accept(changes.between(last.plan(), next.plan()));
      return next;
    } catch (PodsmithException e) {
      output.accept(changes.failed(e));
      return last;
    }
  }
}
