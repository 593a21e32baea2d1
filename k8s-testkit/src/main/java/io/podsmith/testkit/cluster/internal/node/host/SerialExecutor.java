// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other on threads of another executor. */
public final class SerialExecutor implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  public SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (waiting) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    try {
      threads.execute(this::drain);
    } catch (RejectedExecutionException closed) {
      // The node is closing: nothing is left to do.
    }
  }

  private void drain() {
    @Nullable Runnable task;
    while ((task = next()) != null) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A task of the embedded node failed", e);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (waiting) {
      Runnable task = waiting.poll();
      running = task != null;
      return task;
    }
  }
}
