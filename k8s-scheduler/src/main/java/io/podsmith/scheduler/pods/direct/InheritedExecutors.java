// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.loop.WakeUp;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executors that an earlier driver of the application created.
 *
 * <p>One that is still starting can register with this driver. One that has run under the earlier
 * driver exits when it loses its connection, or hangs, for example in a shutdown hook: it never
 * registers. Its end is not held against this driver. Used on the event loop only.
 */
final class InheritedExecutors {
  /** An executor that runs for this long without registering is replaced. */
  static final Duration UNTIL_REPLACED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(InheritedExecutors.class);

  private final Set<Long> ids = new HashSet<>();

  /** Those that run and have not registered, with the time since when that is known. */
  private final Map<Long, Long> runningSince = new HashMap<>();

  /**
   * Records an executor whose pod this driver did not create.
   *
   * @param runs whether its pod was observed running
   */
  void add(long id, boolean runs, long now) {
    ids.add(id);
    if (runs) {
      runningSince.putIfAbsent(id, now);
    }
  }

  /** Returns whether an executor was created by an earlier driver and never registered. */
  boolean contains(long id) {
    return ids.contains(id);
  }

  /** Handles a change of a pod that counts, or its end. */
  void observed(ExecutorPod pod, long now) {
    if (!ids.contains(pod.id())) {
      return;
    }
    if (pod.phase() == ExecutorPhase.RUNNING) {
      runningSince.putIfAbsent(pod.id(), now);
    } else {
      runningSince.remove(pod.id());
    }
  }

  /** Forgets those that have registered: they are executors of this driver as any other. */
  void registered(Collection<Long> registered) {
    ids.removeAll(registered);
    runningSince.keySet().removeAll(registered);
  }

  /**
   * Replaces those that have run for too long without registering.
   *
   * @param lookUp looks up the registered executors
   * @param replace replaces executors
   * @param wakeUp is set to the time of the next call
   */
  void replaceOverdue(
      long now, Supplier<Set<Long>> lookUp, Consumer<List<Long>> replace, WakeUp wakeUp) {
    if (runningSince.isEmpty()) {
      return;
    }
    registered(lookUp.get());
    List<Long> overdue =
        runningSince.entrySet().stream()
            .filter(entry -> entry.getValue() <= now - UNTIL_REPLACED.toMillis())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!overdue.isEmpty()) {
      LOG.warn(
          "Executors {} of an earlier driver did not register within {} s; requesting replacements",
          overdue,
          UNTIL_REPLACED.toSeconds());
      runningSince.keySet().removeAll(overdue);
      replace.accept(overdue);
    }
    runningSince.values().stream()
        .mapToLong(since -> since + UNTIL_REPLACED.toMillis())
        .min()
        .ifPresent(wakeUp::at);
  }
}
