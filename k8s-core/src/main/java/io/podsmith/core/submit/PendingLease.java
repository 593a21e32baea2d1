// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A client that is created while the driver is built: each takes a good part of a second in a JVM
 * that has just started.
 */
record PendingLease(CompletableFuture<ClientLease> future) implements AutoCloseable {
  static PendingLease of(ClientLease lease) {
    return new PendingLease(CompletableFuture.completedFuture(lease));
  }

  static PendingLease begin(Supplier<ClientLease> creation) {
    return new PendingLease(CompletableFuture.supplyAsync(creation, PendingLease::onNewThread));
  }

  private static void onNewThread(Runnable task) {
    Thread thread = new Thread(task, "podsmith-client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the client, and throws what its creation threw. */
  ClientLease get() throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    CompletableFuture<Void> unused = future.thenAccept(ClientLease::close);
  }
}
