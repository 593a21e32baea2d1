// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.util.HashMap;
import java.util.Map;

/**
 * Executors that the scheduler has released, until their pods are gone. Their pods may not have
 * been observed yet. Used on the event loop only.
 */
final class ReleasedExecutors {
  private final ExecutorPodStore store;

  /** When each was released, on the loop's clock. */
  private final Map<Long, Long> releasedAt = new HashMap<>();

  ReleasedExecutors(ExecutorPodStore store) {
    this.store = store;
  }

  /** Records a release, unless the pod is known to be gone. */
  void add(long executorId, long now) {
    if (!store.isKnownGone(executorId)) {
      releasedAt.put(executorId, now);
    }
  }

  boolean contains(long executorId) {
    return releasedAt.containsKey(executorId);
  }

  /** Records that the pod of an executor is gone. */
  void gone(long executorId) {
    releasedAt.remove(executorId);
  }

  /**
   * Forgets those that were released before a list of the present pods and are not in it.
   *
   * @param listedAt when the list was requested
   */
  void forgetMissing(long listedAt) {
    releasedAt
        .entrySet()
        .removeIf(e -> e.getValue() < listedAt && store.find(e.getKey()).isEmpty());
  }
}
