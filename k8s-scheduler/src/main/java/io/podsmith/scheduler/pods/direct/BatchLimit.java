// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.core.executors.PodSettings.Batch;
import java.util.Optional;

/** The user's wish for so many requests, then a pause; without one there is no limit. */
final class BatchLimit {
  private final Optional<Batch> batch;
  private int left;
  private long refillAt;

  BatchLimit(Optional<Batch> batch) {
    this.batch = batch;
  }

  boolean allows(long now) {
    if (batch.isEmpty()) {
      return true;
    }
    if (now >= refillAt) {
      left = batch.get().size();
    }
    return left > 0;
  }

  void take(long now) {
    if (batch.isPresent()) {
      if (now >= refillAt) {
        refillAt = now + batch.get().delay().toMillis();
      }
      left--;
    }
  }

  /** When more is allowed, in milliseconds since the epoch. */
  long refillAt() {
    return refillAt;
  }
}
