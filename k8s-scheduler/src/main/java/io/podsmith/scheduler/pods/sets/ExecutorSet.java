package io.podsmith.scheduler.pods.sets;

import io.podsmith.scheduler.pods.allocation.RefusalLog;
import io.podsmith.scheduler.pods.model.SetKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The executors of one resource profile that a set of pods keeps up, and what is known of the set.
 *
 * <p>Belongs to the event loop, but for the fields of a request while one is under way.
 */
final class ExecutorSet {
  final int profileId;
  final String name;
  final RefusalLog refusals;

  /** How many Spark wants. */
  int target;

  /** How many were requested, as far as the API server has accepted. */
  int replicas;

  /** Whether a request for the set is under way. */
  boolean busy;

  /** Whether its creation was requested, so that it may exist. */
  boolean wasRequested;

  /** How many pods are being marked as the first to go; the set does not shrink before. */
  int marking;

  // ---- fields of a request

  /** What is to be created, once it is built. */
  Optional<ExecutorSetSpec> spec = Optional.empty();

  /** The set's uid, once it exists for certain. */
  Optional<String> uid = Optional.empty();

  /** How many pods the set was created with. */
  int createdWith;

  /** Whether an earlier request may have created it without telling. */
  boolean mayExist;

  /** Whether all that belongs to the set exists. */
  boolean complete;

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

  /** All pods that are there. */
  int pods() {
    return podNames.size() + unnamed.size();
  }

  /** Executors with an id that Spark has not released. */
  private int kept() {
    return podNames.size() - released.size();
  }

  /** How many pods a stateful set needs so as not to take an executor that Spark has not released. */
  private int upToHighestKept() {
    int needed = 0;
    for (Map.Entry<Long, String> pod : podNames.entrySet()) {
      if (!released.contains(pod.getKey())) {
        needed = Math.max(needed, 1 + ordinal(pod.getValue()));
      }
    }
    return needed;
  }

  private int ordinal(String podName) {
    try {
      return Integer.parseInt(podName.substring(name.length() + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * How many pods to ask for: what Spark wants, but no executor is taken that it has not released,
   * and no more are asked for than may be on their way.
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
