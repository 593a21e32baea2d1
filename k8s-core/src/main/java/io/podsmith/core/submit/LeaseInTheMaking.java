// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A client that is made beside the driver's spec: each takes a good part of a second of a JVM
 * that has just started.
 */
record LeaseInTheMaking(CompletableFuture<ClientLease> future) implements AutoCloseable {
  static LeaseInTheMaking of(ClientLease lease) {
    return new LeaseInTheMaking(CompletableFuture.completedFuture(lease));
  }

  static LeaseInTheMaking begin(Supplier<ClientLease> making) {
    return new LeaseInTheMaking(
        CompletableFuture.supplyAsync(making, LeaseInTheMaking::onThreadOfItsOwn));
  }

  private static void onThreadOfItsOwn(Runnable task) {
    Thread thread = new Thread(task, "podsmith-client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits for the client, and throws what kept it from being made. */
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
