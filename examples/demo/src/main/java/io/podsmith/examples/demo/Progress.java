// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Prints a line every ten seconds until it is closed, so that nobody waits before a silent screen.
 */
final class Progress implements AutoCloseable {
  private static final long SECONDS = 10;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  Progress(Supplier<String> state, Consumer<String> out) {
    long started = System.nanoTime();
    timer.scheduleAtFixedRate(
        () ->
            out.accept(
                "  ... %s, %d s"
                    .formatted(
                        state.get(), Duration.ofNanos(System.nanoTime() - started).toSeconds())),
        SECONDS,
        SECONDS,
        TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
