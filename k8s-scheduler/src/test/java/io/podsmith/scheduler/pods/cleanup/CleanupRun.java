// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.ExecutorPods;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.CollectionApi;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.loop.EventLoop;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What {@link Shutdown} does, without threads: time passes only where the caller lets it. */
public final class CleanupRun {
  private static final long UNTIL_QUIET = 5_000;
  private static final long POLL_INTERVAL = 20;

  private CleanupRun() {}

  /**
   * Stops executor management and deletes the executors.
   *
   * @param clock returns the time in milliseconds since the epoch
   * @param passTime lets some milliseconds pass
   */
  public static <A extends ClusterApi & CollectionApi> void run(
      ExecutorPods pods,
      A api,
      PodSettings settings,
      LongSupplier clock,
      LongConsumer passTime,
      EventLoop loop) {
    ShutdownObserver observer =
        new ShutdownObserver(loop, pods.allocator(), pods.source(), pods.store());
    loop.execute(
        () -> {
          pods.source().stop();
          pods.allocator().stop();
          observer.start();
        });
    long begin = clock.getAsLong();
    do {
      passTime.accept(POLL_INTERVAL);
    } while (!pods.allocator().isQuiet() && clock.getAsLong() - begin < UNTIL_QUIET);
    ClusterCleanup cleanup =
        new ClusterCleanup(
            api,
            api,
            CreatedObjects.unknown(),
            settings,
            "ns",
            "app",
            clock,
            time -> passTime.accept(time.toMillis()),
            new SideBySide(1),
            pods.allocator()::podControllers,
            pods.allocator()::isQuiet,
            witness(observer));
    try {
      cleanup.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.execute(pods.source()::close);
    passTime.accept(POLL_INTERVAL);
  }

  private static ClusterCleanup.Witness witness(ShutdownObserver observer) {
    return new ClusterCleanup.Witness() {
      @Override
      public Set<Long> executorIds() {
        return observer.executorIds();
      }

      @Override
      public OptionalInt notGone() {
        return observer.notGone();
      }
    };
  }
}
