package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.report.ExecutorCounts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The executors of one resource profile: how many are wanted, and how far those are that are there.
 */
final class ProfileState {
  final int id;
  final RefusalLog refusals;
  final StartHealth health;

  /** Requested, or about to be requested again. */
  final Set<Long> creating = new LinkedHashSet<>();

  /** Those of them that are requested again after a pause. */
  final AttemptQueue interrupted = new AttemptQueue();

  /** Those of them that wait for the volume claim of an executor that is on its way out. */
  final AttemptQueue awaitingClaim = new AttemptQueue();

  /** When those were created that have not been seen yet, on the loop's clock. Oldest first. */
  final Map<Long, Long> unobserved = new LinkedHashMap<>();

  /** When those were created that do not run yet, or first seen, on the loop's clock. */
  final Map<Long, Long> pending = new LinkedHashMap<>();

  final Set<Long> running = new LinkedHashSet<>();
  int target;

  /** Requests that are under way. */
  int inFlight;

  /** When the server last accepted one, in milliseconds since the epoch; 0 where it never has. */
  long acceptedAt;

  /** When to look again for executors that are not needed. */
  long excessCheckAt;

  ProfileState(int id) {
    this.id = id;
    this.refusals = new RefusalLog(id);
    this.health = new StartHealth(id);
  }

  /** Returns how many count as pending. What waits for a claim takes no place from others. */
  int notRunning() {
    return onTheWay() - awaitingClaim.size();
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
   * Takes in that an executor's pod exists. Its age counts from its creation by this driver, and
   * not from what the API server's clock says, which may differ from the driver's.
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
