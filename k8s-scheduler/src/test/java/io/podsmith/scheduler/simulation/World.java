// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.HashMap;
import java.util.Map;

/** One cluster with one application, and what happens to them. */
final class World {
  static final String APP = "app";

  /** How long before its effect a request was decided on at most, where no fault delays it. */
  private static final long DECIDED_BEFORE = 1_000;

  private static final long UNASKED = 1_000_000;

  private final Script script;
  private final VirtualTime time = new VirtualTime();
  private final Dice dice;
  private final Journal journal;
  private final Checks checks;
  private final Tally tally;
  private final Faults faults;
  private final VirtualServer server;
  private final Nodes nodes;
  private final SparkModel spark;
  private final DriverModel driver;
  private final Map<Long, Integer> creatorOf = new HashMap<>();
  private int quota = Integer.MAX_VALUE;
  private long requests;

  World(Script script, boolean isJournalKept, Tally tally) {
    this.script = script;
    this.tally = tally;
    dice = new Dice(script.seed());
    journal = new Journal(time, isJournalKept);
    checks = new Checks(time, journal);
    faults = new Faults(time, tally);
    server = new VirtualServer(time, dice, journal);
    nodes = new Nodes(time, dice, server, this);
    spark = new SparkModel(time, this);
    driver = new DriverModel(this, script.settings());
  }

  /** A request to create a pod takes effect. */
  PodModel create(long id, String name, int profile, int byDriver, long sentAt, boolean isLate) {
    PodModel pod = new PodModel(id, name, "uid-" + (server.version() + 1), profile, byDriver);
    pod.hangs = dice.oneIn("hang", 10);
    tally.executor();
    checkId(pod, isLate);
    server.pods.put(name, pod);
    server.changed(pod);
    nodes.created(pod);
    checkNumber(pod, sentAt);
    if (isSabotaged("creates-unasked") && id < UNASKED) {
      create(id + UNASKED, name + "-unasked", profile, byDriver, sentAt, false);
    }
    return pod;
  }

  private void checkId(PodModel pod, boolean isLate) {
    Integer before = creatorOf.put(pod.id, pod.driver);
    // A late request may create a pod once more; it must not become an executor.
    if (before != null && before == pod.driver && !isLate) {
      checks.violated("one pod per id", "a second pod was created for executor %d", pod.id);
    }
  }

  private void checkNumber(PodModel created, long sentAt) {
    if (created.driver != driver.number() || driver.refuses(created.id)) {
      return;
    }
    long count = server.pods.values().stream().filter(pod -> counts(pod, created)).count();
    int target = spark.highestTarget(created.profile, sentAt - DECIDED_BEFORE);
    if (count > target) {
      checks.violated(
          "no more executors than wanted",
          "%d executors of profile %d, but at most %d are wanted",
          count,
          created.profile,
          target);
    }
  }

  /** Returns whether a pod counts for the target, as far as the present driver can know. */
  private boolean counts(PodModel pod, PodModel created) {
    return pod.isLive()
        && pod.profile == created.profile
        && pod.driver == created.driver
        && !spark.isReleased(pod.id)
        && !driver.refuses(pod.id);
  }

  void requested() {
    requests++;
    tally.request();
  }

  long requests() {
    return requests;
  }

  boolean sendsInitialEvents() {
    return !script.is("simulation.oldServer");
  }

  /** Returns whether the server does something that none does, to prove that checks notice it. */
  boolean isSabotaged(String how) {
    return script.is("simulation." + how);
  }

  int quota() {
    return quota;
  }

  void quota(int pods) {
    quota = pods;
  }

  VirtualTime time() {
    return time;
  }

  Dice dice() {
    return dice;
  }

  Journal journal() {
    return journal;
  }

  Checks checks() {
    return checks;
  }

  Tally tally() {
    return tally;
  }

  Faults faults() {
    return faults;
  }

  VirtualServer server() {
    return server;
  }

  Nodes nodes() {
    return nodes;
  }

  SparkModel spark() {
    return spark;
  }

  DriverModel driver() {
    return driver;
  }
}
