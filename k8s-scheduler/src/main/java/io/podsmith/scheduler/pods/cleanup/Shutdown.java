// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.loop.ThreadEventLoop;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends executor management: stops allocating and watching, waits for requests in flight, cleans up
 * the cluster, and closes the event loop. Runs on the thread that stops the application.
 */
public final class Shutdown {
  /** Builds the clean-up from what only the shutdown knows. */
  public interface CleanupFactory {
    /**
     * @param requests sends requests for single objects
     * @param shutdown says what is still going on
     */
    ClusterCleanup create(SideBySide requests, Shutdown shutdown);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final int DELETIONS_AT_ONCE = 16;
  private static final Duration UNTIL_QUIET = Duration.ofSeconds(5);
  private static final Duration BRIEFLY = Duration.ofMillis(500);
  static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  private final ThreadEventLoop loop;
  private final ExecutorAllocator allocator;
  private final ExecutorPodSource source;
  private final ShutdownObserver observer;
  private final CountDownLatch quiet = new CountDownLatch(1);

  public Shutdown(
      ThreadEventLoop loop,
      ExecutorAllocator allocator,
      ExecutorPodSource source,
      ExecutorPodStore store) {
    this.loop = loop;
    this.allocator = allocator;
    this.source = source;
    this.observer = new ShutdownObserver(loop, allocator, source, store);
  }

  /** Runs once and never throws; an interrupt shortens it and is kept. */
  public void run(CleanupFactory factory) {
    loop.execute(
        () -> {
          source.stop();
          allocator.stop();
          countDownWhenQuiet();
          observer.start();
        });
    SideBySide requests = new SideBySide(DELETIONS_AT_ONCE);
    ClusterCleanup cleanup = factory.create(requests, this);
    try {
      // Deletes come after creates, so that no pod appears after the clean-up.
      if (!quiet.await(UNTIL_QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("Requests for executors are still in flight; deleting their pods anyway");
      }
      cleanup.run();
    } catch (InterruptedException e) {
      // While the interrupt flag is set, no request would be waited for.
      awaitBriefly(quiet);
      // Once more, if it was interrupted again.
      boolean unused = Thread.interrupted();
      cleanup.askOnce();
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Cannot clean up; some executors may remain", e);
    } finally {
      requests.close();
      CountDownLatch closed = new CountDownLatch(1);
      loop.execute(
          () -> {
            source.close();
            closed.countDown();
          });
      awaitBriefly(closed);
      loop.close();
    }
  }

  /** Returns whether no request for an executor is in flight any more. */
  public boolean isQuiet() {
    return quiet.getCount() == 0;
  }

  /** Returns what is observed of executors that go. */
  public ClusterCleanup.Witness observer() {
    return new ClusterCleanup.Witness() {
      @Override
      public Set<Long> executorIds() {
        return onLoop(observer::executorIds, Set.of());
      }

      @Override
      public OptionalInt notGone() {
        return observer.notGone();
      }
    };
  }

  /** Returns the workloads that create pods; asks on the loop, which owns the allocator's state. */
  public List<HasMetadata> podControllers() {
    return onLoop(allocator::podControllers, List.of());
  }

  private <T> T onLoop(Supplier<T> question, T withoutAnswer) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(question.get()));
    try {
      return answer.get(UNTIL_QUIET.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return withoutAnswer;
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The allocator does not answer; some of its workloads or pods may remain", e);
      return withoutAnswer;
    }
  }

  private static void awaitBriefly(CountDownLatch done) {
    try {
      if (!done.await(BRIEFLY.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Executor management is still busy");
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted again; not waiting", e);
      Thread.currentThread().interrupt();
    }
  }

  private void countDownWhenQuiet() {
    if (allocator.isQuiet()) {
      quiet.countDown();
    } else {
      loop.schedule(POLL_INTERVAL, this::countDownWhenQuiet);
    }
  }
}
