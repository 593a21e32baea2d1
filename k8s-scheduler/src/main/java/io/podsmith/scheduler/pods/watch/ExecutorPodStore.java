// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.loop.FirstFailure;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.model.PodSubscriber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The known executor pods by executor id.
 *
 * <p>Subscribers receive only changes, so that their work does not grow with the number of
 * executors. A list and a watch report the same pods in no particular order; the resource version
 * decides which state is newer. Used on the event loop only.
 */
public final class ExecutorPodStore {
  /** More executors are not created, or end, between the end of a watch and its resumption. */
  private static final int PODS_KEPT = 10_000;

  private final Map<Long, ExecutorPod> pods = new HashMap<>();

  /** Pods without an executor id, by uid. */
  private final Map<String, ExecutorPod> unnamed = new HashMap<>();

  /** Executors by the uid of their pods: a pod may be started again as another executor. */
  private final Map<String, Long> idsByUid = new HashMap<>();

  /**
   * From which version on pods are known to be gone, so that neither an older list nor a watch that
   * is resumed at an older version reports them again. The pods that went first come first.
   */
  private final Map<Long, Long> goneVersions = new LinkedHashMap<>();

  /** Pods that were created and have not been observed yet, the oldest first. */
  private final Map<Long, CreatedPod> created = new LinkedHashMap<>();

  private final List<PodSubscriber> subscribers = new ArrayList<>();
  private final EventLoop loop;
  private long newestList;

  public ExecutorPodStore(EventLoop loop) {
    this.loop = loop;
  }

  public void subscribe(PodSubscriber subscriber) {
    subscribers.add(subscriber);
  }

  public Optional<ExecutorPod> find(long executorId) {
    loop.assertOnLoop();
    return Optional.ofNullable(pods.get(executorId));
  }

  public Collection<ExecutorPod> all() {
    loop.assertOnLoop();
    return pods.values();
  }

  /** Returns whether an executor's pod was observed to be gone; may forget one among many. */
  public boolean isKnownGone(long executorId) {
    loop.assertOnLoop();
    return !pods.containsKey(executorId) && goneVersions.containsKey(executorId);
  }

  /**
   * Returns whether an executor's pod exists although an earlier pod of it is gone. The end of an
   * executor is reported once, so that the present pod must not be taken for one.
   */
  public boolean isSecondPod(long executorId) {
    loop.assertOnLoop();
    return pods.containsKey(executorId) && goneVersions.containsKey(executorId);
  }

  /** Pods that were made from a template and have no executor id yet. */
  public Collection<ExecutorPod> unnamed() {
    loop.assertOnLoop();
    return unnamed.values();
  }

  /**
   * Records that the pod of an executor exists. What is observed late of an earlier pod with its
   * name, such as of an earlier driver, is not taken for it.
   */
  public void created(long executorId, CreatedPod pod) {
    loop.assertOnLoop();
    if (!pods.containsKey(executorId)) {
      created.put(executorId, pod);
      keepNewest(created);
    }
  }

  /** Records that an executor ended whose pod was not in the newest list. */
  public void lost(long executorId) {
    loop.assertOnLoop();
    recordGone(executorId, newestList);
  }

  /** Applies the events of a watch. */
  public void update(List<PodEvent> events) {
    loop.assertOnLoop();
    Changes changes = new Changes();
    for (PodEvent event : events) {
      // What a newer list did not have any more is not brought back by an event from before it.
      boolean isLate =
          !event.gone() && event.pod().version() > 0 && event.pod().version() <= newestList;
      if (!isLate) {
        apply(event.pod(), event.gone(), event.pod().version(), changes);
      }
    }
    FirstFailure failure = new FirstFailure();
    publish(changes, failure);
    failure.rethrow();
  }

  /**
   * Applies a list of all pods: known pods that are not in it, and not newer, are gone.
   *
   * @param version the version of the list, 0 where it is not a number
   * @param current whether the list is at least as new as its request
   */
  public void replace(
      Collection<ExecutorPod> listed, long version, long listedAt, boolean current) {
    loop.assertOnLoop();
    if (version > 0 && version < newestList) {
      // From a cache of the API server that lags behind.
      return;
    }
    newestList = version;
    Changes changes = new Changes();
    Set<String> present = new HashSet<>();
    for (ExecutorPod pod : listed) {
      present.add(pod.uid());
      apply(pod, false, pod.version(), changes);
    }
    List<ExecutorPod> missing = new ArrayList<>();
    for (Collection<ExecutorPod> known : List.of(pods.values(), unnamed.values())) {
      for (ExecutorPod pod : known) {
        boolean younger = version > 0 && pod.version() > version;
        if (!present.contains(pod.uid()) && !younger) {
          missing.add(pod);
        }
      }
    }
    missing.forEach(pod -> apply(pod.gone(), true, Math.max(pod.version(), version), changes));
    FirstFailure failure = new FirstFailure();
    publish(changes, failure);
    forEachSubscriber(s -> s.onFullList(listedAt, current), failure);
    failure.rethrow();
  }

  /**
   * @param seenAt the version at which the pod was in this state, or gone
   */
  private void apply(ExecutorPod pod, boolean gone, long seenAt, Changes changes) {
    if (!pod.hasId()) {
      applyUnnamed(pod, gone, changes);
      return;
    }
    ExecutorPod before = pods.get(pod.id());
    if (isOfEarlierPod(pod) || (before == null ? isOldNews(pod) : isOlder(pod, before))) {
      return;
    }
    created.remove(pod.id());
    named(pod, changes);
    if (before != null && !before.uid().equals(pod.uid())) {
      // The end of the pod before was missed.
      remove(before, before.version());
      changes.named.add(new PodChange(Optional.of(before), before.gone(), true));
      before = null;
    }
    if (gone || pod.inactive()) {
      remove(pod, seenAt);
      if (before == null && pod.inactive()) {
        return;
      }
    } else if (pod.equals(before)) {
      return;
    } else {
      pods.put(pod.id(), pod);
      idsByUid.put(pod.uid(), pod.id());
    }
    changes.named.add(new PodChange(Optional.ofNullable(before), pod, gone));
  }

  private void remove(ExecutorPod pod, long goneAt) {
    pods.remove(pod.id());
    idsByUid.remove(pod.uid(), pod.id());
    recordGone(pod.id(), goneAt);
  }

  private void recordGone(long executorId, long version) {
    goneVersions.remove(executorId);
    goneVersions.put(executorId, version);
    keepNewest(goneVersions);
  }

  private static void keepNewest(Map<Long, ?> byId) {
    if (byId.size() > PODS_KEPT) {
      byId.remove(byId.keySet().iterator().next());
    }
  }

  /** Ends what the pod was before: without an id, or the pod of another executor. */
  private void named(ExecutorPod pod, Changes changes) {
    ExecutorPod without = unnamed.remove(pod.uid());
    if (without != null) {
      changes.unnamed.add(new PodChange(Optional.of(without), without, true));
    }
    Long otherId = idsByUid.get(pod.uid());
    ExecutorPod other = otherId == null || otherId == pod.id() ? null : pods.get(otherId);
    if (other != null) {
      ExecutorPod ended = other.supersededBy(pod);
      remove(ended, ended.version());
      changes.named.add(new PodChange(Optional.of(other), ended, true));
    }
  }

  private void applyUnnamed(ExecutorPod pod, boolean gone, Changes changes) {
    ExecutorPod before = unnamed.get(pod.uid());
    boolean late = before == null ? idsByUid.containsKey(pod.uid()) : isOlder(pod, before);
    boolean changesNothing = gone ? before == null : pod.equals(before);
    if (late || changesNothing) {
      return;
    }
    if (gone) {
      unnamed.remove(pod.uid());
    } else {
      unnamed.put(pod.uid(), pod);
    }
    changes.unnamed.add(new PodChange(Optional.ofNullable(before), pod, gone));
  }

  /** Returns whether another pod of the executor was created after the pod was in this state. */
  private boolean isOfEarlierPod(ExecutorPod pod) {
    CreatedPod latest = created.get(pod.id());
    return latest != null
        && !pod.uid().equals(latest.uid())
        && pod.version() > 0
        && pod.version() < latest.version();
  }

  private boolean isOldNews(ExecutorPod pod) {
    Long gone = goneVersions.get(pod.id());
    return gone != null && pod.version() > 0 && pod.version() <= gone;
  }

  /** Returns whether a newer state of the pod is known. */
  private static boolean isOlder(ExecutorPod pod, ExecutorPod before) {
    return pod.version() > 0 && pod.version() < before.version();
  }

  private void publish(Changes changes, FirstFailure failure) {
    if (!changes.named.isEmpty()) {
      forEachSubscriber(s -> s.onChanges(changes.named), failure);
    }
    if (!changes.unnamed.isEmpty()) {
      forEachSubscriber(s -> s.onUnnamedChanges(changes.unnamed), failure);
    }
  }

  /** Changes are published once, so a subscriber that fails must not keep them from the others. */
  private void forEachSubscriber(Consumer<PodSubscriber> call, FirstFailure failure) {
    for (PodSubscriber subscriber : subscribers) {
      failure.guard(() -> call.accept(subscriber));
    }
  }

  private static final class Changes {
    final List<PodChange> named = new ArrayList<>();
    final List<PodChange> unnamed = new ArrayList<>();
  }
}
