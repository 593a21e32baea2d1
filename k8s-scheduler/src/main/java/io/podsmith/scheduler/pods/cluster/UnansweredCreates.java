// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Creates that were given up without an answer and may still take effect. For any thread. */
public final class UnansweredCreates {
  /**
   * Requests of one name without an answer, and failed ones after them that may have taken effect.
   *
   * @param count how many
   * @param untilNanos until when the API server may still carry out the last of them
   */
  private record Unanswered(int count, long untilNanos) {}

  private final LongSupplier nanoTime;
  private final Map<String, Unanswered> byName = new ConcurrentHashMap<>();

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
      // An earlier request without an answer may still create the object again once it is deleted.
      return create.get();
    } catch (ApiFailure e) {
      if (e.isAlreadyExists()) {
        exists(name);
      } else if (e.status() == 0) {
        add(name, effect.apply(e));
      } else if (e.isUnknownOutcome()) {
        mayHaveTakenEffect(name);
      }
      throw e;
    }
  }

  private void add(String name, Duration effect) {
    if (effect.isZero()) {
      return;
    }
    long now = nanoTime.getAsLong();
    byName.values().removeIf(unanswered -> unanswered.untilNanos() - now < 0);
    byName.merge(
        name,
        new Unanswered(1, now + effect.toNanos()),
        (before, added) -> new Unanswered(before.count() + 1, added.untilNanos()));
  }

  /**
   * Records that a request failed that may have created the object: that it exists does not show
   * then that an earlier one without an answer has taken effect.
   */
  private void mayHaveTakenEffect(String name) {
    byName.computeIfPresent(
        name,
        (same, unanswered) -> new Unanswered(unanswered.count() + 1, unanswered.untilNanos()));
  }

  /**
   * Records that the object exists, so that one request has taken effect. Any other would still
   * create the object again once it is deleted.
   */
  public void exists(String name) {
    byName.computeIfPresent(
        name, (same, unanswered) -> unanswered.count() == 1 ? null : unanswered);
  }

  /** Returns for how long any of them may still take effect, zero if none may. */
  public Duration remaining() {
    long now = nanoTime.getAsLong();
    long longest = byName.values().stream().mapToLong(u -> u.untilNanos() - now).max().orElse(0);
    return Duration.ofNanos(Math.max(0, longest));
  }
}
