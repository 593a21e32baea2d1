// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later, until it is closed. */
public final class Timers implements AutoCloseable {
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(NodeThreads.factory("timer"));

  public void after(Duration pause, Runnable task) {
    try {
      var unused = executor.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // The node is closing: nothing is due any more.
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
