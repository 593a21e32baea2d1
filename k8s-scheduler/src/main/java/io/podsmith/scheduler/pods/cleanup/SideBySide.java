// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request for each of many items, several at a time.
 *
 * <p>It has threads of its own: those of the event loop may all wait for answers that never come.
 * Used by one thread.
 */
public final class SideBySide implements AutoCloseable {
  /** More failures than successes by that many end a round: the rest would fail, too. */
  private static final int TOLERATED_FAILURES = 8;

  private final int most;
  private int width;
  private @Nullable ExecutorService threads;

  /**
   * @param most how many requests run at a time at most; with 1 the caller's thread sends them
   */
  SideBySide(int most) {
    this.most = most;
    this.width = most;
  }

  /**
   * Sends the requests and waits for all answers. Ends early when the server is busy, or when most
   * requests fail.
   *
   * @param limit how many of these requests run at a time at most
   * @param onSuccess called after each success, by several threads
   * @throws ApiFailure the last failure, if any request failed
   */
  <T> void forEach(Collection<T> items, int limit, Consumer<T> request, Runnable onSuccess)
      throws InterruptedException {
    Round<T> round = new Round<>(items, request, onSuccess);
    if (most == 1) {
      round.run();
    } else {
      runOnThreads(round, Math.min(Math.min(width, limit), items.size()));
    }
    Optional<ApiFailure> failure = Optional.ofNullable(round.lastFailure.get());
    boolean isBusy = failure.filter(ApiFailure::isBusy).isPresent();
    width = isBusy ? Math.max(1, width / 2) : Math.min(most, width + 1);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void runOnThreads(Round<?> round, int count) throws InterruptedException {
    ExecutorService pool = threads;
    if (pool == null) {
      pool = Executors.newFixedThreadPool(most, SideBySide::thread);
      threads = pool;
    }
    List<Future<?>> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(pool.submit(round));
    }
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw ApiFailure.from(
          e.getCause() instanceof RuntimeException failure
              ? failure
              : new IllegalStateException(e.getCause()));
    } finally {
      // After an interrupt: no request goes on without anyone waiting for it.
      round.isOver = true;
      workers.forEach(worker -> worker.cancel(true));
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "podsmith-cleanup");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }

  /** Takes item after item, on each of its threads. */
  private static final class Round<T> implements Runnable {
    private final List<T> items;
    private final Consumer<T> request;
    private final Runnable onSuccess;
    private final AtomicInteger nextItem = new AtomicInteger();
    private final AtomicInteger balance = new AtomicInteger(TOLERATED_FAILURES);
    private final AtomicReference<@Nullable ApiFailure> lastFailure = new AtomicReference<>();
    private volatile boolean isOver;

    Round(Collection<T> items, Consumer<T> request, Runnable onSuccess) {
      this.items = List.copyOf(items);
      this.request = request;
      this.onSuccess = onSuccess;
    }

    @Override
    public void run() {
      while (!isOver) {
        int index = nextItem.getAndIncrement();
        if (index >= items.size()) {
          return;
        }
        send(items.get(index));
      }
    }

    private void send(T item) {
      try {
        request.accept(item);
        balance.incrementAndGet();
        onSuccess.run();
      } catch (ApiFailure e) {
        lastFailure.set(e);
        if (e.isBusy() || balance.decrementAndGet() < 0) {
          isOver = true;
        }
      }
    }
  }
}
