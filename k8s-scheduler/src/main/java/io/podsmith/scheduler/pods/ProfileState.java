package io.podsmith.scheduler.pods;

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

  /** Asked for, or about to be asked for again. */
  final Set<Long> creating = new LinkedHashSet<>();

  /** Those of them that are to be asked for again, in time. */
  final AttemptQueue interrupted = new AttemptQueue();

  /** Those of them that wait for the volume claim of an executor that is on its way out. */
  final AttemptQueue awaitingClaim = new AttemptQueue();

  /** Created and not seen yet; when, in milliseconds since the epoch. Oldest first. */
  final Map<Long, Long> unseen = new LinkedHashMap<>();

  /** Seen, and not running yet. */
  final Set<Long> pending = new LinkedHashSet<>();

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
    return creating.size() + unseen.size() + pending.size();
  }

  int all() {
    return running.size() + onTheWay();
  }

  int missing() {
    return target - all();
  }

  int excess() {
    return all() - target;
  }

  void remove(long executorId) {
    creating.remove(executorId);
    unseen.remove(executorId);
    pending.remove(executorId);
    running.remove(executorId);
  }
}
