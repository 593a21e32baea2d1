package io.podsmith.scheduler.pods;

import io.podsmith.scheduler.pods.ClusterApi.PodEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The executors' pods as they are known, by executor id.
 *
 * <p>Subscribers are handed what changed, so that their work does not grow with the number of
 * executors. A list and a watch tell of the same pods in no particular order; resource versions
 * decide who is right. Used on the event loop only.
 */
final class ExecutorPodStore {
  /** Is told what changed. */
  interface Subscriber {
    /** Pods changed; each executor may be named several times, in order. */
    void onChanges(List<PodChange> changes);

    /** All pods were looked at, at a time that is given in milliseconds since the epoch. */
    default void onFullList(long listedAt) {}
  }

  private final Map<Long, ExecutorPod> pods = new HashMap<>();

  /** The last versions of pods that went, so that an older list does not bring them back. */
  private final Map<Long, Long> goneVersions = new HashMap<>();

  private final List<Subscriber> subscribers = new ArrayList<>();
  private long newestList;

  void subscribe(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  Optional<ExecutorPod> find(long executorId) {
    return Optional.ofNullable(pods.get(executorId));
  }

  Collection<ExecutorPod> all() {
    return pods.values();
  }

  /** Takes in the events of a watch. */
  void update(List<PodEvent> events) {
    List<PodChange> changes = new ArrayList<>(events.size());
    for (PodEvent event : events) {
      apply(event.pod(), event.gone(), changes);
    }
    publish(changes);
  }

  /**
   * Takes in all pods as of a version: what is not among them and not younger has gone.
   *
   * @param version the version of the list, 0 where it is not a number
   */
  void replace(Collection<ExecutorPod> listed, long version, long listedAt) {
    if (version > 0 && version < newestList) {
      // A server's cache that lags behind has nothing to tell.
      return;
    }
    newestList = version;
    List<PodChange> changes = new ArrayList<>();
    Set<Long> present = new HashSet<>();
    for (ExecutorPod pod : listed) {
      present.add(pod.id());
      apply(pod, false, changes);
    }
    List<ExecutorPod> missing = new ArrayList<>();
    for (ExecutorPod pod : pods.values()) {
      boolean younger = version > 0 && pod.version() > version;
      if (!present.contains(pod.id()) && !younger) {
        missing.add(pod);
      }
    }
    missing.forEach(pod -> apply(pod.gone(), true, changes));
    goneVersions.values().removeIf(gone -> gone <= version);
    publish(changes);
    subscribers.forEach(s -> s.onFullList(listedAt));
  }

  private void apply(ExecutorPod pod, boolean gone, List<PodChange> changes) {
    ExecutorPod before = pods.get(pod.id());
    if (before == null ? isOldNews(pod) : isOlder(pod, before)) {
      return;
    }
    if (gone || pod.inactive()) {
      pods.remove(pod.id());
      goneVersions.put(pod.id(), pod.version());
      if (before == null && pod.inactive()) {
        return;
      }
    } else if (pod.equals(before)) {
      return;
    } else {
      pods.put(pod.id(), pod);
    }
    changes.add(new PodChange(Optional.ofNullable(before), pod, gone));
  }

  private boolean isOldNews(ExecutorPod pod) {
    Long gone = goneVersions.get(pod.id());
    return gone != null && pod.version() > 0 && pod.version() <= gone;
  }

  /** Tells whether more recent news of the pod was heard before. */
  private static boolean isOlder(ExecutorPod pod, ExecutorPod before) {
    return pod.version() > 0 && pod.version() < before.version();
  }

  private void publish(List<PodChange> changes) {
    if (!changes.isEmpty()) {
      subscribers.forEach(s -> s.onChanges(changes));
    }
  }
}
