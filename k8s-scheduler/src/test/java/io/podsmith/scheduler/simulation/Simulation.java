// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a script to its end and checks what must hold. */
final class Simulation {
  /**
   * The result of a run.
   *
   * @param violation the first broken rule, empty if none
   * @param table what happened, if a journal was kept
   */
  record Outcome(Optional<Checks.Violation> violation, String table) {}

  /** How long after the last fault the executors must be as wanted, in milliseconds. */
  private static final long RECOVERY = 240_000;

  /** How long they must stay so. */
  private static final long CALM = 45_000;

  private static final long SECOND = 1_000;
  private static final int MOST_TASKS_IN_SECOND = 2_000;
  private static final int MOST_REQUESTS_IN_SECOND = 300;

  /** How long after the clean-up terminating pods may remain. */
  private static final long TERMINATION = 15_000;

  /** A clean-up without progress for that time leaves the rest to the user, and says so. */
  private static final long GIVES_UP = 30_000;

  private final Script script;
  private final World world;
  private final Tally tally;

  private Simulation(Script script, boolean isJournalKept, Tally tally) {
    this.script = script;
    this.tally = tally;
    world = new World(script, isJournalKept, tally);
  }

  /** Runs a script, and adds to the sums. */
  static Outcome run(Script script, Tally tally) {
    return new Simulation(script, false, tally).run();
  }

  /** Runs a script, and keeps a journal of it. */
  static Outcome runWithJournal(Script script) {
    return new Simulation(script, true, new Tally()).run();
  }

  private Outcome run() {
    world.server().hidesEnds = world.isSabotaged("ends-unreported");
    Steps steps = new Steps(world);
    long lastStep = 0;
    for (Step step : script.steps()) {
      world.time().in(step.at(), () -> steps.apply(step));
      lastStep = Math.max(lastStep, step.at());
    }
    world.driver().start();
    boolean stopsEarly = script.is("simulation.stopsEarly");
    if (stopsEarly) {
      runFor(lastStep + SECOND);
    } else {
      recover(VirtualTime.START + lastStep + Steps.LONGEST);
    }
    stop();
    tally.ran(world.time().elapsed());
    return new Outcome(world.checks().violation(), world.journal().table());
  }

  private boolean isOver() {
    return world.checks().violation().isPresent();
  }

  private void runFor(long millis) {
    long end = world.time().now() + millis;
    while (world.time().now() < end && !isOver()) {
      second();
    }
  }

  private void second() {
    long requestsBefore = world.requests();
    world.time().run(SECOND);
    long requests = world.requests() - requestsBefore;
    if (requests > MOST_REQUESTS_IN_SECOND) {
      world.checks().violated("requests are bounded", "%d requests in a second", requests);
    }
    if (world.driver().mostTasksInSecond() > MOST_TASKS_IN_SECOND) {
      world
          .checks()
          .violated(
              "the loop is not busy", "%d tasks in a second", world.driver().mostTasksInSecond());
    }
  }

  private void recover(long faultsEnd) {
    long calmSince = world.time().now();
    while (!isOver()) {
      second();
      long now = world.time().now();
      Optional<String> problem = problem();
      if (problem.isPresent()) {
        calmSince = now;
        if (now > faultsEnd + RECOVERY) {
          world.checks().violated("the target is reached", "%s", problem.get());
        }
      } else if (now >= faultsEnd && now - calmSince >= CALM) {
        tally.recovered(Math.max(0, calmSince - faultsEnd));
        return;
      }
    }
  }

  /** Returns what is not as wanted. */
  private Optional<String> problem() {
    if (!world.driver().isUp()) {
      return Optional.of("the driver is down");
    }
    if (!world.server().isWatched()) {
      return Optional.of("no watch is open");
    }
    List<PodModel> pods = List.copyOf(world.server().pods.values());
    for (PodModel pod : pods) {
      if (!pod.isLive()) {
        return Optional.of("%s was not removed".formatted(pod));
      }
      if (!world.spark().isRegistered(pod)) {
        return Optional.of("%s is not registered".formatted(pod));
      }
    }
    for (Map.Entry<Integer, Integer> target : world.spark().targets().entrySet()) {
      long found = pods.stream().filter(pod -> pod.profile == target.getKey()).count();
      if (found != target.getValue()) {
        return Optional.of(
            "%d executors of profile %d instead of %d"
                .formatted(found, target.getKey(), target.getValue()));
      }
    }
    List<Long> ids = pods.stream().map(pod -> pod.id).sorted().toList();
    if (!world.spark().ids().equals(ids)) {
      return Optional.of(
          "Spark has executors %s, but the pods are %s".formatted(world.spark().ids(), ids));
    }
    if (!world.driver().known().equals(ids)) {
      return Optional.of(
          "the driver knows %s, but the pods are %s".formatted(world.driver().known(), ids));
    }
    return Optional.empty();
  }

  private void stop() {
    if (isOver() || !world.driver().isUp()) {
      return;
    }
    world.journal().note("stop", "");
    long began = world.time().now();
    world.driver().stop();
    if (world.time().now() - began > GIVES_UP) {
      tally.fault("clean-up gave up");
      return;
    }
    world.time().run(TERMINATION);
    if (!world.server().pods.isEmpty()) {
      world
          .checks()
          .violated("nothing is left", "after the stop: %s", world.server().pods.values());
    }
  }
}
