// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Attempts to resume, each when its pause is over; no executor is in the queue twice. */
final class AttemptQueue {
  private final Map<Long, CreateAttempt> byId = new HashMap<>();
  private final TreeSet<CreateAttempt> byTime =
      new TreeSet<>(
          Comparator.comparingLong((CreateAttempt a) -> a.resumeAt)
              .thenComparingLong(a -> a.executorId));

  void add(CreateAttempt attempt) {
    byId.put(attempt.executorId, attempt);
    byTime.add(attempt);
  }

  /** Removes and returns the attempt that has been ready for longest. */
  Optional<CreateAttempt> takeReady(long now) {
    if (byTime.isEmpty() || byTime.first().resumeAt > now) {
      return Optional.empty();
    }
    return remove(byTime.first().executorId);
  }

  Optional<CreateAttempt> remove(long executorId) {
    CreateAttempt attempt = byId.remove(executorId);
    if (attempt != null) {
      byTime.remove(attempt);
    }
    return Optional.ofNullable(attempt);
  }

  /** Removes and returns at most {@code most} of the attempts that meet a condition. */
  List<CreateAttempt> removeIf(Predicate<CreateAttempt> condition, int most) {
    List<CreateAttempt> removed = new ArrayList<>();
    for (Iterator<CreateAttempt> all = byTime.iterator();
        all.hasNext() && removed.size() < most; ) {
      CreateAttempt attempt = all.next();
      if (condition.test(attempt)) {
        all.remove();
        byId.remove(attempt.executorId);
        removed.add(attempt);
      }
    }
    return removed;
  }

  int size() {
    return byId.size();
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Returns when the next attempt is ready, in milliseconds since the epoch; empty without one. */
  OptionalLong nextAt() {
    return byTime.isEmpty() ? OptionalLong.empty() : OptionalLong.of(byTime.first().resumeAt);
  }
}
