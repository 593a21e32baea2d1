package io.podsmith.scheduler.pods;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop in production: one daemon thread, and a pool for requests that shrinks to none.
 */
final class ThreadEventLoop implements EventLoop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadEventLoop.class);
  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor loop;
  private final ThreadPoolExecutor io;

  ThreadEventLoop(int ioThreads) {
    loop = new ScheduledThreadPoolExecutor(1, threads("podsmith-executors"));
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
      LOG.trace("Executor management has stopped; an event is dropped", e);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    try {
      Future<?> future =
          loop.schedule(guarded(task), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.trace("Executor management has stopped; a timer is dropped", e);
      return () -> {};
    }
  }

  @Override
  public Executor io() {
    return task -> {
      try {
        io.execute(guarded(task));
      } catch (RejectedExecutionException e) {
        LOG.trace("Executor management has stopped; a request is dropped", e);
      }
    };
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
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

  /** A bug in one event must not end the handling of all others. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("Executor management failed to handle an event", e);
      }
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
