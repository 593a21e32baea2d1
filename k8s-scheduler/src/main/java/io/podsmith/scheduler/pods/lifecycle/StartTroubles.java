// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import io.podsmith.scheduler.pods.loop.EventLoop;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodCondition;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.report.Messages;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what keeps executors from starting, such as a cluster that is full or an image that
 * cannot be pulled: once per cause, repeated every five minutes while it lasts. What the scheduler
 * objects counts only after some seconds: a claim that is created after its pod is missing at
 * first, and a preemption takes a moment. Used on the event loop only.
 */
final class StartTroubles {
  private static final Logger LOG = LoggerFactory.getLogger(StartTroubles.class);
  private static final Duration REPEAT = Duration.ofMinutes(5);
  private static final Duration SCHEDULER_TRIES = Duration.ofSeconds(5);
  private static final int REMEMBERED = 100;
  private static final Set<String> USUAL = Set.of("", "ContainerCreating", "PodInitializing");

  private final ExecutorBackend backend;
  private final ExecutorPodStore store;
  private final EventLoop loop;
  private final Map<String, Long> reportedAt = new LinkedHashMap<>();

  /** When the scheduler first objected to pods that have no node yet, by their uid. */
  private final Map<String, Long> objectedAt = new HashMap<>();

  private boolean timerSet;

  StartTroubles(ExecutorBackend backend, ExecutorPodStore store, EventLoop loop) {
    this.backend = backend;
    this.store = store;
    this.loop = loop;
  }

  void look(ExecutorPod pod, long now) {
    if (pod.phase() != ExecutorPhase.PENDING || isBeingPlaced(pod, now)) {
      return;
    }
    String trouble = troubleOf(pod);
    if (trouble.isEmpty()) {
      return;
    }
    String essence = Messages.fingerprint(trouble);
    Long last = reportedAt.get(essence);
    if (last != null && now - last < REPEAT.toMillis()) {
      return;
    }
    if (reportedAt.size() >= REMEMBERED) {
      reportedAt.clear();
    }
    reportedAt.put(essence, now);
    LOG.warn("{} (pod {}) does not start: {}", pod.title(), pod.name(), trouble);
    backend.report(new ExecutorNews.Delayed(pod.profileId(), trouble));
  }

  /** Returns whether the scheduler may still find a node for a pod to which it objected. */
  private boolean isBeingPlaced(ExecutorPod pod, long now) {
    if (pod.condition(PodCondition.SCHEDULED).isEmpty()) {
      objectedAt.remove(pod.uid());
      return false;
    }
    long since = objectedAt.computeIfAbsent(pod.uid(), uid -> now);
    boolean isEarly = now - since < SCHEDULER_TRIES.toMillis();
    if (isEarly && !timerSet) {
      timerSet = true;
      loop.schedule(SCHEDULER_TRIES, this::lookAgain);
    }
    return isEarly;
  }

  private void lookAgain() {
    timerSet = false;
    List<ExecutorPod> objected =
        Stream.concat(store.all().stream(), store.unnamed().stream())
            .filter(pod -> objectedAt.containsKey(pod.uid()))
            .toList();
    objectedAt
        .keySet()
        .retainAll(objected.stream().map(ExecutorPod::uid).collect(Collectors.toSet()));
    objected.forEach(pod -> look(pod, loop.now()));
  }

  private static String troubleOf(ExecutorPod pod) {
    Optional<PodCondition> unplaced = pod.condition(PodCondition.SCHEDULED);
    if (unplaced.isPresent()) {
      return joined(unplaced.get().reason(), unplaced.get().message());
    }
    for (ContainerState container : pod.containers()) {
      if (!container.isTerminated() && !USUAL.contains(container.reason())) {
        return "container "
            + container.name()
            + ": "
            + joined(container.reason(), container.message());
      }
    }
    return "";
  }

  private static String joined(String reason, String message) {
    return message.isEmpty() ? reason : reason + ", " + message;
  }
}
