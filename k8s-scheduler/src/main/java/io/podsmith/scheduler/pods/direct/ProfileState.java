// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.report.ExecutorCounts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The executors of one resource profile: how many are wanted, and the state of each. */
final class ProfileState {
  final int id;
  final RefusalLog refusals;
  final StartHealth health;

  /** Requested, or about to be requested again. */
  final Set<Long> creating = new LinkedHashSet<>();

  /** Those of them whose request is repeated after a pause. */
  final AttemptQueue interrupted = new AttemptQueue();

  /** Those of them that wait for the volume claim of a terminating executor. */
  final AttemptQueue awaitingClaim = new AttemptQueue();

  /**
   * When those were created whose pods were not observed yet, on the loop's clock; oldest first.
   */
  final Map<Long, Long> unobserved = new LinkedHashMap<>();

  /** When those were created, or first observed, that do not run yet, on the loop's clock. */
  final Map<Long, Long> pending = new LinkedHashMap<>();

  final Set<Long> running = new LinkedHashSet<>();
  int target;

  /** How many requests are in flight. */
  int inFlight;

  /** When to check for excess executors again, in milliseconds since the epoch; empty: now. */
  OptionalLong excessCheckAt = OptionalLong.empty();

  private OptionalLong acceptedAt = OptionalLong.empty();

  ProfileState(int id) {
    this.id = id;
    this.refusals = new RefusalLog(id);
    this.health = new StartHealth(id);
  }

  /** Returns how many count as pending, which those that wait for a claim do not. */
  int notRunning() {
    return onTheWay() - awaitingClaim.size();
  }

  /** Records that the server has accepted an executor. */
  void accepted(long now) {
    acceptedAt = OptionalLong.of(now);
  }

  /** Returns whether the server has accepted an executor since a time. */
  boolean hasAcceptedSince(long time) {
    return acceptedAt.isPresent() && acceptedAt.getAsLong() >= time;
  }

  int onTheWay() {
    return creating.size() + unobserved.size() + pending.size();
  }

  int all() {
    return running.size() + onTheWay();
  }

  ExecutorCounts counts() {
    return new ExecutorCounts(
        target, running.size(), pending.size(), creating.size() + unobserved.size());
  }

  int missing() {
    return target - all();
  }

  int excess() {
    return all() - target;
  }

  /**
   * Records that an executor's pod was observed. Its age counts from its creation by this driver,
   * and not from what the API server's clock says, which may differ from the driver's.
   */
  void seen(long executorId, boolean runs, long now) {
    long since = unobserved.getOrDefault(executorId, pending.getOrDefault(executorId, now));
    remove(executorId);
    if (runs) {
      running.add(executorId);
    } else {
      pending.put(executorId, since);
    }
  }

  /** Gives an executor that has registered more time until its pod is observed. */
  void restartObservation(long executorId, long now) {
    unobserved.remove(executorId);
    unobserved.put(executorId, now);
  }

  void remove(long executorId) {
    creating.remove(executorId);
    unobserved.remove(executorId);
    pending.remove(executorId);
    running.remove(executorId);
  }
}
