// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  private final Counts counts = new Counts();
  private final VirtualObjects objects;
  private final VirtualSets sets = new VirtualSets(this);
  private final Optional<List<String>> log;

  /** The latest pod of each executor. */
  private final Map<Long, PodModel> latest = new HashMap<>();

  /** The names that pods of another application have. */
  private final Set<String> foreign = new HashSet<>();

  private Optional<String> aborted = Optional.empty();
  private int quota = Integer.MAX_VALUE;
  private long requests;

  /**
   * @param log the lines that are logged, empty if they are not recorded
   */
  World(Script script, boolean isJournalKept, Tally tally, Optional<List<String>> log) {
    this.log = log;
    this.script = script;
    this.tally = tally;
    dice = new Dice(script.seed());
    journal = new Journal(time, isJournalKept);
    checks = new Checks(time, journal);
    faults = new Faults(time, tally);
    server = new VirtualServer(time, dice, journal);
    server.initialEvents =
        VirtualServer.InitialEvents.valueOf(
            script.settings().getOrDefault("simulation.initialEvents", "PROMPT"));
    nodes = new Nodes(time, dice, server, this);
    objects = new VirtualObjects(time, server);
    server.whenGone = objects::collectSoon;
    spark = new SparkModel(time, this);
    driver = new DriverModel(this, script);
  }

  /**
   * A request to create a pod takes effect.
   *
   * @param decidedAt when the driver decided on it
   */
  PodModel create(ExecutorSpec spec, int byDriver, long decidedAt, boolean isLate) {
    Map<String, String> labels = spec.pod().getMetadata().getLabels();
    long id = Long.parseLong(labels.get(Constants.SPARK_EXECUTOR_ID_LABEL));
    int profile = Integer.parseInt(labels.get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL));
    PodModel pod =
        new PodModel(id, spec.podName(), "uid-" + (server.version() + 1), profile, byDriver);
    pod.claims = ExecutorModel.claims(spec.pod());
    pod.avoided = ExecutorModel.avoidedNodes(spec.pod());
    create(pod, decidedAt, isLate);
    if (isSabotaged("creates-unasked")) {
      String name = pod.name + "-unasked";
      create(
          new PodModel(id + UNASKED, name, "uid-of-" + name, profile, byDriver), decidedAt, false);
    }
    return pod;
  }

  private void create(PodModel pod, long decidedAt, boolean isLate) {
    checkId(pod, isLate);
    checkClaims(pod);
    add(pod);
    checkNumber(pod, decidedAt);
  }

  /** A pod comes into being. */
  void add(PodModel pod) {
    pod.hangs = dice.oneIn("hang", 10) && !pod.isOfSet;
    tally.executor();
    server.pods.put(pod.name, pod);
    server.changed(pod);
    nodes.created(pod);
    counts.add("created");
  }

  private void checkClaims(PodModel created) {
    for (PodModel other : server.pods.values()) {
      // Pods of late creates are deleted as soon as they appear.
      boolean isRefused = driver.refuses(other.id) || driver.refuses(created.id);
      if (!other.hasEnded() && !isRefused && !Collections.disjoint(other.claims, created.claims)) {
        checks.violated(
            "no claim is used twice", "%s uses a claim of %s", created.name, other.name);
      }
    }
  }

  private void checkId(PodModel pod, boolean isLate) {
    PodModel before = latest.put(pod.id, pod);
    // A late request may create a pod once more; it must not become an executor.
    if (before == null || before.driver != pod.driver || isLate) {
      return;
    }
    boolean isKnown = before.hasRegistered || driver.noticedAt(before) < time.now();
    if (isKnown || !before.gone) {
      checks.violated("one pod per id", "a second pod was created for executor %d", pod.id);
    }
  }

  /** Returns the ids of all executors whose pods were created. */
  Set<Long> ids() {
    return latest.keySet();
  }

  boolean hasPod(long id) {
    return latest.containsKey(id) && !latest.get(id).gone;
  }

  /** Returns the highest id of all executors whose pods were created. */
  long highestId() {
    return latest.keySet().stream().mapToLong(id -> id).max().orElse(0);
  }

  private void checkNumber(PodModel created, long decidedAt) {
    if (created.driver != driver.number() || !driver.isUp() || driver.refuses(created.id)) {
      return;
    }
    long count =
        server.pods.values().stream().filter(pod -> counts(pod, created, decidedAt)).count();
    int target = spark.highestTarget(created.profile, decidedAt - DECIDED_BEFORE);
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
  private boolean counts(PodModel pod, PodModel created, long decidedAt) {
    return pod.isLive()
        && pod.profile == created.profile
        && !pod.wasLost
        && (pod.driver == created.driver || driver.noticedAt(pod) < decidedAt)
        && !spark.isReleased(pod.id)
        && !driver.refuses(pod.id);
  }

  void requested(Call call) {
    requests++;
    tally.request();
    counts.add(call.word());
  }

  long requests() {
    return requests;
  }

  boolean sendsInitialEvents() {
    return !script.is("simulation.oldServer");
  }

  /** Returns whether the objects that a pod mounts exist. */
  boolean hasObjects(PodModel pod) {
    return !script.is("simulation.objects")
        || (objects.exists("ConfigMap", pod.name + "-before")
            && objects.exists("ConfigMap", pod.name + "-after"));
  }

  /** Returns whether the server does something that none does, to prove that checks notice it. */
  boolean isSabotaged(String how) {
    return script.is("simulation." + how);
  }

  /** Returns how long the pods that are deleted take to end at most, in milliseconds. */
  long longestGrace() {
    return script.number("simulation.grace", 8_000);
  }

  int quota() {
    return quota;
  }

  void quota(int pods) {
    quota = pods;
  }

  Counts counts() {
    return counts;
  }

  VirtualSets sets() {
    return sets;
  }

  VirtualObjects objects() {
    return objects;
  }

  /** Returns what was logged so far, empty if that is not recorded. */
  Optional<List<String>> log() {
    return log;
  }

  Set<String> foreign() {
    return foreign;
  }

  /** The application ends with an error, which is a fault unless the script wants it. */
  void aborted(Throwable cause) {
    journal.note("driver", "ends the application: %s", cause.getMessage());
    if (!script.is("simulation.ends")) {
      checks.violated("the application continues", "aborted: %s", cause);
    }
    if (aborted.isPresent()) {
      checks.violated("the application ends once", "aborted again: %s", cause);
    }
    aborted = Optional.of(String.valueOf(cause.getMessage()));
  }

  /** Returns why the application ended, empty while it runs. */
  Optional<String> aborted() {
    return aborted;
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
