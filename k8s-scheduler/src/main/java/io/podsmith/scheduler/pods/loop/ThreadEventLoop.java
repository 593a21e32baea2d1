// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop in production: one daemon thread, and a pool for requests that shrinks to none.
 */
public final class ThreadEventLoop implements EventLoop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadEventLoop.class);
  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor loop;
  private final ThreadPoolExecutor io;
  private final Consumer<Throwable> onFailure;
  private final long beganMillis;
  private final long beganNanos = System.nanoTime();
  private volatile @Nullable Thread loopThread;

  /**
   * @param ioThreads how many requests run at the same time at most
   * @param onFailure called on the loop with what a task did not catch: the state of executor
   *     management may be half changed, so the application must not go on
   */
  public ThreadEventLoop(int ioThreads, Consumer<Throwable> onFailure) {
    this(ioThreads, onFailure, System::currentTimeMillis);
  }

  ThreadEventLoop(int ioThreads, Consumer<Throwable> onFailure, LongSupplier wallClock) {
    this.onFailure = onFailure;
    beganMillis = wallClock.getAsLong();
    loop = new ScheduledThreadPoolExecutor(1, loopThreads("podsmith-executors"));
    loop.setRemoveOnCancelPolicy(true);
    loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    io =
        new ThreadPoolExecutor(
            ioThreads,
            ioThreads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("podsmith-executors-io"));
    io.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    try {
      loop.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.trace("Executor management has stopped; dropping an event", e);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    try {
      Future<?> future =
          loop.schedule(guarded(task), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.trace("Executor management has stopped; dropping a timer", e);
      return () -> {};
    }
  }

  @Override
  public Executor io() {
    return task -> {
      try {
        io.execute(guardedRequest(task));
      } catch (RejectedExecutionException e) {
        LOG.trace("Executor management has stopped; dropping a request", e);
      }
    };
  }

  @Override
  public void assertOnLoop() {
    if (Thread.currentThread() != loopThread) {
      throw new IllegalStateException(
          "called on thread %s, but only the event loop may use this state"
              .formatted(Thread.currentThread().getName()));
    }
  }

  @Override
  public long now() {
    return beganMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
  }

  /** Ends both; requests that are under way may take a few seconds to end. */
  @Override
  public void close() {
    loop.shutdown();
    io.shutdown();
    try {
      if (!io.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        io.shutdownNow();
      }
    } catch (InterruptedException e) {
      io.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The loop itself goes on: the clean-up of the application needs it. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failed(e);
      }
    };
  }

  private Runnable guardedRequest(Runnable request) {
    return () -> {
      try {
        request.run();
      } catch (RuntimeException | Error e) {
        execute(() -> failed(e));
      }
    };
  }

  private void failed(Throwable failure) {
    LOG.error("Executor management failed to handle an event", failure);
    try {
      onFailure.accept(failure);
    } catch (RuntimeException | Error e) {
      LOG.error("Could not report the failure", e);
    }
  }

  private ThreadFactory loopThreads(String name) {
    ThreadFactory threads = threads(name);
    return task -> {
      Thread thread = threads.newThread(task);
      loopThread = thread;
      return thread;
    };
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
