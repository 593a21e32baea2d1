// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/**
 * Gives out executor ids, each to one pod. Used on the event loop only.
 *
 * <p>An id that was given out and has left no trace in the cluster is given out again, so that ids
 * stay dense and the limit counts only executors that may have existed. The id of a pod that was
 * observed, such as one that an earlier driver created, is not: the scheduler learns of the end of
 * an executor only once.
 */
final class ExecutorIds {
  private final long maximum;
  private final PriorityQueue<Long> returned = new PriorityQueue<>();
  private final LongPredicate wasObserved;
  private long last;

  /**
   * @param maximum the highest id, as {@code spark.kubernetes.allocation.maximum} sets it
   * @param wasObserved returns whether a pod of an executor exists, or existed
   */
  ExecutorIds(long maximum, LongPredicate wasObserved) {
    this.maximum = maximum;
    this.wasObserved = wasObserved;
  }

  /** Returns the lowest free id, empty if the application has had all that it may have. */
  Optional<Long> next() {
    Long free = returned.poll();
    if (free != null) {
      return Optional.of(free);
    }
    return last >= maximum ? Optional.empty() : Optional.of(++last);
  }

  /** Takes back an id of which nothing is in the cluster. */
  void giveBack(long id) {
    if (!wasObserved.test(id)) {
      returned.add(id);
    }
  }

  /** Takes in the id of a pod that exists, such as one that an earlier driver created. */
  void observed(long id) {
    last = Math.max(last, id);
    returned.remove(id);
  }

  long maximum() {
    return maximum;
  }
}
