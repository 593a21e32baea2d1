// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The executors of one resource profile that a set manages, and what is known about the set.
 *
 * <p>Belongs to the event loop, but for the fields of a request while one is under way.
 */
final class ExecutorSet {
  /** After this time, a request without an answer has no effect any more. */
  private static final Duration MAY_TAKE_EFFECT = Duration.ofSeconds(30);

  final int profileId;
  final String name;
  final RefusalLog refusals;

  /** How many Spark wants. */
  int target;

  /** How many were requested, as far as the API server has accepted. */
  int replicas;

  /** When to scale once more, as the API server may carry out a request without an answer late. */
  private OptionalLong scaleAgainAt = OptionalLong.empty();

  /** Whether a request for the set is in flight. */
  boolean busy;

  /** How many pods are being marked as the first to be deleted; the set does not shrink before. */
  int marking;

  // Fields of a request.

  /** What is to be created, once it is built. */
  Optional<ExecutorSetSpec> spec = Optional.empty();

  /** The set's uid, once it exists for certain. */
  Optional<String> uid = Optional.empty();

  /** How many pods the set was created with. */
  int createdWith;

  private SetStage stage = SetStage.ABSENT;

  /** Pods of executors that have an id, run or will run, and are not about to go. */
  private final Map<Long, String> podNames = new HashMap<>();

  private final Map<String, Long> idsByPod = new HashMap<>();

  /** Executors that Spark has released, until their pods end. */
  private final Set<Long> released = new HashSet<>();

  /** The uids of pods whose executors have no id yet. */
  private final Set<String> unnamed = new HashSet<>();

  ExecutorSet(int profileId, String name) {
    this.profileId = profileId;
    this.name = name;
    this.refusals = new RefusalLog(profileId);
  }

  SetStage stage() {
    return stage;
  }

  /**
   * Moves the set to its next stage.
   *
   * @throws IllegalStateException if the present stage does not allow it
   */
  void become(SetStage next) {
    if (!stage.canBecome(next)) {
      throw new IllegalStateException(
          "the set %s cannot become %s, because it is %s".formatted(name, next, stage));
    }
    stage = next;
  }

  boolean isComplete() {
    return stage == SetStage.COMPLETE;
  }

  /** Returns to the beginning after the set was deleted externally. */
  void reset() {
    become(SetStage.ABSENT);
    uid = Optional.empty();
    replicas = 0;
  }

  /** Records that a request for the set failed. */
  void failed(ApiFailure failure, long now) {
    if (failure.status() == 0) {
      scaleAgainAt = OptionalLong.of(now + MAY_TAKE_EFFECT.toMillis());
    }
  }

  /** Returns when to scale the set once more although its number has not changed. */
  OptionalLong scaleAgainAt() {
    return scaleAgainAt;
  }

  /**
   * Returns whether to scale the set to a number of pods now. That it is due once more is taken
   * into account once.
   */
  boolean takeScaling(int wanted, long now) {
    boolean again = scaleAgainAt.isPresent() && scaleAgainAt.getAsLong() <= now;
    if (again) {
      scaleAgainAt = OptionalLong.empty();
    }
    return again || wanted != replicas;
  }

  boolean hasPod(String podName) {
    return podName.startsWith(name + "-");
  }

  Optional<String> podOf(long executorId) {
    return Optional.ofNullable(podNames.get(executorId));
  }

  void put(long executorId, String podName) {
    podNames.put(executorId, podName);
    Long former = idsByPod.put(podName, executorId);
    if (former != null && former != executorId) {
      podNames.remove(former);
      released.remove(former);
    }
  }

  void remove(long executorId) {
    String podName = podNames.remove(executorId);
    released.remove(executorId);
    if (podName != null) {
      idsByPod.remove(podName, executorId);
    }
  }

  void release(long executorId) {
    if (podNames.containsKey(executorId)) {
      released.add(executorId);
    }
  }

  void putUnnamed(String uid) {
    unnamed.add(uid);
  }

  void removeUnnamed(String uid) {
    unnamed.remove(uid);
  }

  int unnamed() {
    return unnamed.size();
  }

  /** Returns how many pods exist. */
  int pods() {
    return podNames.size() + unnamed.size();
  }

  /** Returns how many executors with an id Spark has not released. */
  private int kept() {
    return podNames.size() - released.size();
  }

  /**
   * How many pods a stateful set needs so as not to take an executor that Spark has not released.
   */
  private int upToHighestKept() {
    int needed = 0;
    for (Map.Entry<Long, String> pod : podNames.entrySet()) {
      if (!released.contains(pod.getKey())) {
        needed = Math.max(needed, podsUpTo(pod.getValue()));
      }
    }
    return needed;
  }

  /** The size of a stateful set that includes a pod, 0 for a pod whose name has no ordinal. */
  private int podsUpTo(String podName) {
    try {
      return 1 + Integer.parseInt(podName.substring(name.length() + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Returns how many pods to request: as many as Spark wants, but without deleting an executor that
   * it has not released, and with at most {@code mayBePending} pending pods.
   */
  int wanted(SetKind kind, int mayBePending) {
    if (target < replicas) {
      int needed = kind == SetKind.STATEFUL_SET ? upToHighestKept() : kept();
      return Math.min(replicas, Math.max(target, needed));
    }
    long limit = (long) podNames.size() + mayBePending;
    return (int) Math.min(target, Math.max(replicas, limit));
  }
}
