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
 * registers. One that the earlier driver did not complete never starts, because it lacks an object
 * that it mounts. Its end is not held against this driver. Used on the event loop only.
 */
final class InheritedExecutors {
  /** An executor that runs for this long without registering is replaced. */
  static final Duration UNTIL_REPLACED = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(InheritedExecutors.class);

  /**
   * What is expected of an executor next.
   *
   * @param registers whether it runs and is to register; else it is to start
   * @param until when it is replaced otherwise
   */
  private record Expected(boolean registers, long until) {}

  private final Duration untilStarted;
  private final Set<Long> ids = new HashSet<>();
  private final Map<Long, Expected> expected = new HashMap<>();

  /**
   * @param untilStarted after which time a pod that has a node and does not start is replaced
   */
  InheritedExecutors(Duration untilStarted) {
    this.untilStarted = untilStarted;
  }

  /**
   * Records an executor whose pod this driver did not create.
   *
   * @param runs whether its pod was observed running
   */
  void add(long id, boolean runs, long now) {
    ids.add(id);
    expect(id, runs, now);
  }

  private void expect(long id, boolean registers, long now) {
    Expected before = expected.get(id);
    if (before == null || before.registers() != registers) {
      Duration time = registers ? UNTIL_REPLACED : untilStarted;
      expected.put(id, new Expected(registers, now + time.toMillis()));
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
    boolean runs = pod.phase() == ExecutorPhase.RUNNING;
    if (runs || (pod.phase() == ExecutorPhase.PENDING && !pod.node().isEmpty())) {
      expect(pod.id(), runs, now);
    } else {
      expected.remove(pod.id());
    }
  }

  /** Forgets those that have registered: they are executors of this driver as any other. */
  void registered(Collection<Long> registered) {
    ids.removeAll(registered);
    expected.keySet().removeAll(registered);
  }

  /**
   * Replaces those that have not started, or have run without registering, for too long.
   *
   * @param lookUp looks up the registered executors
   * @param replace replaces executors
   * @param wakeUp is set to the time of the next call
   */
  void replaceOverdue(
      long now, Supplier<Set<Long>> lookUp, Consumer<List<Long>> replace, WakeUp wakeUp) {
    if (expected.isEmpty()) {
      return;
    }
    registered(lookUp.get());
    for (boolean registers : new boolean[] {false, true}) {
      List<Long> overdue =
          expected.entrySet().stream()
              .filter(e -> e.getValue().registers() == registers && e.getValue().until() <= now)
              .map(Map.Entry::getKey)
              .sorted()
              .toList();
      if (!overdue.isEmpty()) {
        LOG.warn(
            "Executors {} of an earlier driver did not {} within {} s; requesting replacements",
            overdue,
            registers ? "register" : "start",
            (registers ? UNTIL_REPLACED : untilStarted).toSeconds());
        expected.keySet().removeAll(overdue);
        replace.accept(overdue);
      }
    }
    expected.values().stream().mapToLong(Expected::until).min().ifPresent(wakeUp::at);
  }
}
