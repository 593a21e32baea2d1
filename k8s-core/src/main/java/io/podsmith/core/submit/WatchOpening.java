// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Opens a watch within a time limit.
 *
 * <p>The client waits for the answer to its WebSocket handshake indefinitely, and some proxies drop
 * the handshake.
 */
final class WatchOpening {
  private WatchOpening() {}

  /**
   * Returns the watch, or nothing if there is no answer in time. A watch that opens later is
   * closed.
   *
   * @param open blocks until the watch is open or has failed
   */
  static Optional<Watch> within(Duration limit, Supplier<Watch> open) throws InterruptedException {
    CompletableFuture<Watch> opened = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Watch watch = open.get();
                if (!opened.complete(watch)) {
                  watch.close();
                }
              } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
              }
            },
            "podsmith-driver-watch");
    thread.setDaemon(true);
    thread.start();
    boolean isTaken = false;
    try {
      Watch watch = opened.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      isTaken = true;
      return Optional.of(watch);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      if (!isTaken && !opened.cancel(false) && !opened.isCompletedExceptionally()) {
        // It opened after the limit, but before it was cancelled.
        opened.join().close();
      }
      if (!isTaken) {
        thread.interrupt();
      }
    }
  }
}
