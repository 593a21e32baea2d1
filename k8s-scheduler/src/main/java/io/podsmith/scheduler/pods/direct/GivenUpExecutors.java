// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * Executors that do not count any more although their pods exist or may appear yet: a pod that
 * appears is deleted, and its executor must not register. Used on the event loop only, but for
 * {@link #contains}.
 *
 * <p>A request without an answer may take effect seconds later, even if the pod was created by
 * another request meanwhile and is gone again. Until that time has passed, the executor stays given
 * up.
 */
final class GivenUpExecutors {
  private final Set<Long> ids = ConcurrentHashMap.newKeySet();

  /** Until when requests may create a pod, on the loop's clock. */
  private final Map<Long, Long> mayAppearUntil = new HashMap<>();

  void add(long executorId) {
    ids.add(executorId);
  }

  /** Returns whether an executor was given up. For any thread. */
  boolean contains(long executorId) {
    return ids.contains(executorId);
  }

  /**
   * Records a request for an executor that failed.
   *
   * @param effect for how long requests may still take effect, zero if none may
   */
  void unanswered(long executorId, long now, Duration effect) {
    if (!effect.isZero()) {
      mayAppearUntil.merge(executorId, now + effect.toMillis(), Math::max);
    }
  }

  /** Returns whether a request may still create a pod of an executor. */
  boolean mayAppear(long executorId, long now) {
    Long until = mayAppearUntil.get(executorId);
    return until != null && now < until;
  }

  /**
   * Records that an executor ends. If a request for it had no answer, its pod may have been created
   * again by the time that this is observed.
   */
  void ends(long executorId) {
    if (mayAppearUntil.containsKey(executorId)) {
      ids.add(executorId);
    }
  }

  /** Records that the pod of an executor is gone. */
  void gone(long executorId) {
    if (mayAppearUntil.containsKey(executorId)) {
      ids.add(executorId);
    } else {
      ids.remove(executorId);
    }
  }

  /** Forgets the executors that meet a condition and that no request can create any more. */
  void forgetIf(LongPredicate condition, long now) {
    mayAppearUntil.values().removeIf(until -> until <= now);
    ids.removeIf(id -> !mayAppearUntil.containsKey(id) && condition.test(id));
  }
}
