// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Creates that were given up without an answer and may still take effect. For any thread.
 *
 * <p>That the object exists meanwhile does not show that they have: a later request or an earlier
 * driver may have created it, and they create it again once it is deleted.
 */
public final class UnansweredCreates {
  private final LongSupplier nanoTime;

  /** Until when the API server may still carry out the last create of a name. */
  private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

  /**
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public UnansweredCreates(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Sends a create and records it if it gets no answer.
   *
   * @param name the name of the object
   * @param effect for how long the API server may still carry out a create without an answer, zero
   *     if it was never sent
   * @throws ApiFailure as the create does
   */
  public <T> T send(String name, Function<ApiFailure, Duration> effect, Supplier<T> create) {
    try {
      return create.get();
    } catch (ApiFailure e) {
      if (e.status() == 0) {
        add(name, effect.apply(e));
      }
      throw e;
    }
  }

  private void add(String name, Duration effect) {
    if (effect.isZero()) {
      return;
    }
    long now = nanoTime.getAsLong();
    untilNanos.values().removeIf(until -> until - now < 0);
    untilNanos.merge(
        name, now + effect.toNanos(), (before, added) -> added - before > 0 ? added : before);
  }

  /** Returns for how long any of them may still take effect, zero if none may. */
  public Duration remaining() {
    long now = nanoTime.getAsLong();
    long longest = untilNanos.values().stream().mapToLong(until -> until - now).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest));
  }
}
