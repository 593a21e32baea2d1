// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.pods.report.Aborter;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out executor ids, each to one pod. Used on the event loop only.
 *
 * <p>An id that was given out and has left no trace in the cluster is given out again, so that ids
 * stay dense and the limit counts only executors that may have existed. The id of a pod that was
 * observed, such as one that an earlier driver created, is not: the scheduler learns of the end of
 * an executor only once.
 */
final class ExecutorIds {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutorIds.class);

  private final long maximum;
  private final PriorityQueue<Long> returned = new PriorityQueue<>();
  private final LongPredicate wasObserved;
  private long last;
  private boolean isLimitReported;

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

  /**
   * Reports that the application has had all executors that it may have. Existing ones continue;
   * without any, the application would wait forever, and ends.
   */
  void reportLimit(Aborter aborter, boolean isWithoutExecutors) {
    String message =
        "all %d executors that %s allows have been requested; find out why so many ended, or raise the setting"
            .formatted(maximum, ExecutorKeys.KUBERNETES_ALLOCATION_MAXIMUM.key());
    if (isWithoutExecutors) {
      aborter.abort(new PodsmithException(PodsmithError.APP_EXECUTOR_LIMIT, message));
    } else if (!isLimitReported) {
      isLimitReported = true;
      LOG.error("Not requesting more executors: {}", message);
    }
  }
}
