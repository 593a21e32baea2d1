// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.text.Paint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plans again whenever a file changes, and shows what that changes in the pod. */
final class WatchLoop {
  private final Supplier<Explainer> planning;
  private final Collection<Path> files;
  private final Consumer<String> output;
  private final Paint paint;

  /**
   * Makes a loop.
   *
   * @param planning reads the settings and plans; throws what is wrong with them
   * @param files settings files, templates, step jars, and directories of them
   * @param output receives the text to show
   */
  WatchLoop(
      Supplier<Explainer> planning, Collection<Path> files, Consumer<String> output, Paint paint) {
    this.planning = planning;
    this.files = List.copyOf(files);
    this.output = output;
    this.paint = paint;
  }

  /**
   * Watches until the thread is interrupted. An error in the settings is shown and watching goes
   * on; the next difference is from the last plan without errors.
   *
   * @param first makes and shows the first plan, once files are watched
   */
  void run(Supplier<Explainer> first) throws IOException, InterruptedException {
    try (FileWatch watch = new FileWatch(files)) {
      Explainer last = first.get();
      while (!Thread.currentThread().isInterrupted()) {
        watch.awaitChange();
        last = next(last);
      }
    }
  }

  private Explainer next(Explainer last) {
    Explainer next;
    try {
      next = planning.get();
    } catch (PodsmithException e) {
      output.accept(paint.removed("%s\n".formatted(e.getMessage())));
      return last;
    }
    String changes = last.changes(next, paint);
    output.accept(changes.isEmpty() ? paint.faint("No field changed.\n") : changes);
    return next;
  }
}
