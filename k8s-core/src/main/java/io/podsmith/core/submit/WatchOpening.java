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
                opened.complete(open.get());
              } catch (RuntimeException | Error e) {
                opened.completeExceptionally(e);
              }
            },
            "podsmith-driver-watch");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(opened.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      abandon(opened, thread);
      return Optional.empty();
    } catch (InterruptedException e) {
      abandon(opened, thread);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /** Closes the watch as soon as it is open, which it may be by now. */
  private static void abandon(CompletableFuture<Watch> opened, Thread thread) {
    var unused = opened.thenAccept(Watch::close);
    thread.interrupt();
  }
}
