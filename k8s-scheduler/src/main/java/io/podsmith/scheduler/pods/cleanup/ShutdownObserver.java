// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Counts the executors whose end was not observed since the stop, as long as the watch is open.
 *
 * <p>Used on the event loop, except for {@link #notGone}.
 */
final class ShutdownObserver {
  private final EventLoop loop;
  private final ExecutorAllocator allocator;
  private final ExecutorPodSource source;
  private final ExecutorPodStore store;
  private volatile OptionalInt notGone = OptionalInt.of(Integer.MAX_VALUE);

  ShutdownObserver(
      EventLoop loop,
      ExecutorAllocator allocator,
      ExecutorPodSource source,
      ExecutorPodStore store) {
    this.loop = loop;
    this.allocator = allocator;
    this.source = source;
    this.store = store;
  }

  /** Counts until all are gone or no watch observes them. Called when the source has stopped. */
  void start() {
    if (allocator.isQuiet()) {
      notGone = allocator.unobserved().map(this::countNotGone).orElseGet(OptionalInt::empty);
    }
    if (notGone.isPresent() && notGone.getAsInt() > 0) {
      loop.schedule(Shutdown.POLL_INTERVAL, this::start);
    }
  }

  private OptionalInt countNotGone(Set<Long> unobserved) {
    return source.notObservedGone(idsWith(unobserved));
  }

  private Set<Long> idsWith(Set<Long> unobserved) {
    Set<Long> ids = new HashSet<>(unobserved);
    store.all().forEach(pod -> ids.add(pod.id()));
    return ids;
  }

  /** Returns the ids of the executors that may exist, as far as they are known. */
  Set<Long> executorIds() {
    return idsWith(allocator.unobserved().orElse(Set.of()));
  }

  /**
   * Returns how many executors were not observed to be gone, {@link Integer#MAX_VALUE} until no
   * request for one is in flight; empty if no watch observes them. Safe on any thread.
   */
  OptionalInt notGone() {
    return notGone;
  }
}
