// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.report.ExecutorNews;
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
  private static final int MOST_REQUESTS_IN_SECOND = 300;

  /** What may happen in a minute in which nothing changes. */
  private static final long REQUESTS_PER_MINUTE = 60;

  private static final long TASKS_PER_MINUTE = 400;

  /** How long after the clean-up terminating pods may remain. */
  private static final long TERMINATION = 15_000;

  /** A clean-up without progress for that time leaves the rest to the user, and says so. */
  private static final long GIVES_UP = 30_000;

  private final Script script;
  private final World world;
  private final Tally tally;

  private Simulation(
      Script script, boolean isJournalKept, Tally tally, Optional<List<String>> log) {
    this.script = script;
    this.tally = tally;
    world = new World(script, isJournalKept, tally, log);
  }

  /** Runs a script, and adds to the sums. */
  static Outcome run(Script script, Tally tally) {
    return new Simulation(script, false, tally, Optional.empty()).run();
  }

  /** Runs a script, and keeps a journal of it. */
  static Outcome runWithJournal(Script script) {
    return new Simulation(script, true, new Tally(), Optional.empty()).run();
  }

  /**
   * Runs a script.
   *
   * @param log the lines that are logged meanwhile, for what the script expects of them
   */
  static Outcome run(Script script, List<String> log) {
    return new Simulation(script, false, new Tally(), Optional.of(log)).run();
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
    boolean ends = script.is("simulation.ends");
    if (ends || script.is("simulation.stopsEarly")) {
      runFor(lastStep + SECOND);
    } else {
      recover(VirtualTime.START + lastStep + Steps.LONGEST);
    }
    if (ends && world.aborted().isEmpty()) {
      world.checks().violated("the application ends", "it continues");
    }
    stop(steps);
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
    world.driver().checkRequests();
    world.time().run(SECOND);
    if (world.server().watchCount() > 1) {
      world.checks().violated("there is one watch", "%d are open", world.server().watchCount());
    }
    long requests = world.requests() - requestsBefore;
    if (requests > MOST_REQUESTS_IN_SECOND) {
      world.checks().violated("requests are bounded", "%d requests in a second", requests);
    }
  }

  private void recover(long faultsEnd) {
    long calmSince = world.time().now();
    long requests = 0;
    long tasks = 0;
    while (!isOver()) {
      second();
      long now = world.time().now();
      Optional<String> problem = problem();
      if (problem.isPresent()) {
        calmSince = now;
        requests = world.requests();
        tasks = tasks();
        if (now > faultsEnd + RECOVERY) {
          world.checks().violated("the target is reached", "%s", problem.get());
        }
      } else if (now >= faultsEnd && now - calmSince >= CALM) {
        checkLoad("requests", world.requests() - requests, now - calmSince, requestsPerMinute());
        checkLoad("tasks", tasks() - tasks, now - calmSince, TASKS_PER_MINUTE);
        tally.recovered(Math.max(0, calmSince - faultsEnd));
        return;
      }
    }
  }

  /** Returns how many tasks have run that no watch event caused: the server decides on those. */
  private long tasks() {
    return world.driver().tasks() - world.server().delivered();
  }

  /** Pods are listed in pages twice a minute. */
  private long requestsPerMinute() {
    return REQUESTS_PER_MINUTE + world.server().pods.size();
  }

  /** Where nothing changes, little is done. */
  private void checkLoad(String what, long count, long millis, long perMinute) {
    tally.load(what, count * 60_000 / millis);
    if (count * 60_000 > perMinute * millis) {
      world
          .checks()
          .violated(what + " are few where nothing changes", "%d in %d ms", count, millis);
    }
  }

  /** Returns what is not as wanted. */
  private Optional<String> problem() {
    if (!world.driver().isUp()) {
      return Optional.of("the driver is down");
    }
    if (world.driver().watches() && !world.server().isWatched()) {
      return Optional.of("no watch is open");
    }
    boolean keeps = world.driver().keepsEndedPods();
    // Without the right to mark them, ended pods that are kept remain as they are.
    boolean marks = !world.faults().wasRejected(Call.LABEL, 0);
    List<PodModel> shown =
        world.server().pods.values().stream().filter(pod -> !keeps || !pod.inactive).toList();
    List<PodModel> pods = shown.stream().filter(pod -> !keeps || marks || !pod.hasEnded()).toList();
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
    List<Long> known = shown.stream().map(pod -> pod.id).sorted().toList();
    if (!world.driver().known().equals(known)) {
      return Optional.of(
          "the driver knows %s, but the pods are %s".formatted(world.driver().known(), known));
    }
    return reports().or(this::objects).or(world.driver()::unfinished);
  }

  /** Returns what executor management reports and shows of itself that is not so. */
  private Optional<String> reports() {
    int executors = world.spark().targets().values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Integer> gauges =
        Map.of("wanted", executors, "running", executors, "pending", 0, "requested", 0);
    for (Map.Entry<String, Integer> gauge : gauges.entrySet()) {
      long shown = world.driver().metric("executors." + gauge.getKey());
      if (shown != gauge.getValue()) {
        return Optional.of(
            "the metric executors.%s is %d instead of %d"
                .formatted(gauge.getKey(), shown, gauge.getValue()));
      }
    }
    if (world.driver().endsCounted() != world.spark().endsReported()) {
      return Optional.of(
          "%d ends are counted, but %d were reported"
              .formatted(world.driver().endsCounted(), world.spark().endsReported()));
    }
    if (executors > 0 && world.spark().progress().isEmpty()) {
      return Optional.of("no progress was reported");
    }
    if (world.spark().endsTold() != world.spark().endsReported()) {
      return Optional.of(
          "%d executors were removed, but %d are reported to have ended"
              .formatted(world.spark().endsReported(), world.spark().endsTold()));
    }
    return world
        .spark()
        .progress()
        .filter(last -> !last.equals(new ExecutorNews.Progress(executors, executors, 0, 0)))
        .map(last -> "the last progress reported is %s".formatted(last));
  }

  private Optional<String> objects() {
    if (!script.is("simulation.objects")) {
      return Optional.empty();
    }
    for (PodModel pod : world.server().pods.values()) {
      for (String suffix : List.of("-before", "-after")) {
        // An earlier driver may have died before it made the pod the owner.
        boolean has =
            pod.driver < world.driver().number()
                ? world.objects().exists("ConfigMap", pod.name + suffix)
                : world.objects().isOwned("ConfigMap", pod.name + suffix, pod.uid);
        if (pod.isLive() && !has) {
          return Optional.of("%s has no ConfigMap %s".formatted(pod, pod.name + suffix));
        }
      }
    }
    // What is created late, or by a driver that dies, is deleted with the application.
    boolean mayBeLeft = world.driver().number() > 1 || world.faults().hasHit(Call.OBJECT);
    List<String> orphans = world.objects().withoutOwner();
    return orphans.isEmpty() || mayBeLeft
        ? Optional.empty()
        : Optional.of("%s have no owner".formatted(orphans));
  }

  /** What no pod owns is deleted where the rest is kept. */
  private void checkOrphans() {
    List<String> orphans =
        world.objects().withoutOwner().stream().filter(key -> key.startsWith("ConfigMap")).toList();
    boolean mayBeLeft =
        world.driver().number() > 1
            || world.driver().leavesCreates()
            || world.faults().hasHit(Call.OBJECT);
    if (!orphans.isEmpty() && !mayBeLeft && world.driver().keepsEndedPods()) {
      world.checks().violated("no orphan is left", "%s", orphans);
    }
  }

  private void checkTimeOfStop(long millis) {
    long most = script.number("simulation.stopsWithin", Long.MAX_VALUE / SECOND) * SECOND;
    if (millis > most) {
      world.checks().violated("the stop is short", "%d ms instead of at most %d", millis, most);
    }
  }

  private void stop(Steps steps) {
    if (isOver() || !world.driver().isUp()) {
      return;
    }
    world.journal().note("stop", "");
    long began = world.time().now();
    steps.stopping();
    world.driver().stop();
    steps.stopped();
    checkTimeOfStop(world.time().now() - began);
    if (world.server().isWatched() && !world.driver().isStalled()) {
      world.checks().violated("no watch is open after the stop", "one is");
    }
    if (world.time().now() - began > GIVES_UP) {
      tally.fault("clean-up gave up");
      return;
    }
    if (world.faults().wasRejected(Call.DELETE, began)
        || world.faults().wasRejected(Call.LIST, began)
        || world.faults().wasRejected(Call.OBJECT, began)) {
      tally.fault("clean-up was rejected");
      return;
    }
    world.time().run(TERMINATION);
    boolean keeps = world.driver().keepsEndedPods();
    List<PodModel> left = keeps ? List.of() : List.copyOf(world.server().pods.values());
    checkOrphans();
    if (!left.isEmpty() || (!keeps && world.objects().count() > 0)) {
      world
          .checks()
          .violated(
              "nothing is left", "after the stop: %s, %d objects", left, world.objects().count());
    }
  }
}
