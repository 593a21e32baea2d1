// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Gives out executor ids, each to one pod at a time. Used on the event loop only.
 *
 * <p>An id that was given out and has left no trace in the cluster is given out again, so that ids
 * stay dense and the limit counts only executors that may have existed.
 */
final class ExecutorIds {
  private final long maximum;
  private final PriorityQueue<Long> returned = new PriorityQueue<>();
  private long last;

  /**
   * @param maximum the highest id, as {@code spark.kubernetes.allocation.maximum} sets it
   */
  ExecutorIds(long maximum) {
    this.maximum = maximum;
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
    returned.add(id);
  }

  /** Takes in the id of a pod that exists, such as one that an earlier driver created. */
  void observed(long id) {
    last = Math.max(last, id);
  }

  long maximum() {
    return maximum;
  }
}
