// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A pod as the API server has it. */
final class PodModel {
  private static final int GRACE_SECONDS = 30;

  /** What the server says of a pod's progress. */
  enum Phase {
    PENDING("Pending", ExecutorPhase.PENDING),
    RUNNING("Running", ExecutorPhase.RUNNING),
    SUCCEEDED("Succeeded", ExecutorPhase.SUCCEEDED),
    FAILED("Failed", ExecutorPhase.FAILED),
    UNKNOWN("Unknown", ExecutorPhase.UNKNOWN);

    final String word;
    final ExecutorPhase seen;

    Phase(String word, ExecutorPhase seen) {
      this.word = word;
      this.seen = seen;
    }
  }

  /** The executor that its label names, {@link ExecutorPod#NO_ID} if it names none yet. */
  long id;

  /** The executor as which its process runs, {@link ExecutorPod#NO_ID} if it has no id yet. */
  long executor;

  /** Whether a set created it from a template: its container is started again when it ends. */
  boolean isOfSet;

  /** How often its container was started again, and how it ended before. */
  int restarts;

  Optional<ContainerState> lastEnd = Optional.empty();

  /** The pods of a deployment with the lowest cost are deleted first. */
  int deletionCost;

  final String name;
  final String uid;
  final int profile;

  /** The driver that requested it, counted from 1. */
  final int driver;

  Phase phase = Phase.PENDING;
  boolean deleting;
  boolean gone;
  boolean inactive;

  /** Whether its executor has ever registered. */
  boolean hasRegistered;

  /** Whether its executor ignores requests to exit. */
  boolean hangs;

  /** Whether the scheduler has found no place for it. */
  boolean unschedulable;

  /** Why its container does not start, empty if nothing keeps it. */
  String waiting = "";

  /** Whether its node did not report for a time. */
  boolean wasLost;

  /** The nodes on which it must not run. */
  Set<String> avoided = Set.of();

  /** The volume claims that it uses. */
  List<String> claims = List.of();

  String node = "";
  String reason = "";
  OptionalInt exitCode = OptionalInt.empty();
  long version;

  PodModel(long id, String name, String uid, int profile, int driver) {
    this.id = id;
    this.executor = id;
    this.name = name;
    this.uid = uid;
    this.profile = profile;
    this.driver = driver;
  }

  /** Returns a pod that a set creates. */
  static PodModel ofSet(String name, String uid, int profile) {
    PodModel pod = new PodModel(ExecutorPod.NO_ID, name, uid, profile, 0);
    pod.isOfSet = true;
    return pod;
  }

  /** Returns whether it is, or may become, a working executor. */
  boolean isLive() {
    return !gone && !deleting && (phase == Phase.PENDING || phase == Phase.RUNNING);
  }

  boolean isRunning() {
    return !gone && phase == Phase.RUNNING;
  }

  boolean hasEnded() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
  }

  /** Returns the pod as executor management reads it. */
  ExecutorPod seen() {
    ExecutorPhase seen = deleting && phase != Phase.RUNNING ? ExecutorPhase.DELETED : phase.seen;
    if (phase == Phase.RUNNING && exitCode.isPresent()) {
      seen = exitCode.getAsInt() == 0 ? ExecutorPhase.SUCCEEDED : ExecutorPhase.FAILED;
    }
    List<ContainerState> containers = containers();
    List<PodCondition> conditions =
        unschedulable
            ? List.of(
                new PodCondition(PodCondition.SCHEDULED, "Unschedulable", "no node is available"))
            : List.of();
    return new ExecutorPod(
        id,
        name,
        uid,
        version,
        profile,
        seen,
        deleting,
        inactive,
        GRACE_SECONDS,
        node,
        claims,
        "",
        reason,
        "",
        containers,
        conditions,
        exitCode,
        restarts,
        lastEnd);
  }

  private List<ContainerState> containers() {
    if (exitCode.isEmpty() && waiting.isEmpty()) {
      return List.of();
    }
    String why = exitCode.isPresent() ? "Error" : waiting;
    return List.of(
        new ContainerState(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME, why, "", exitCode));
  }

  /** Returns the pod as JSON, as far as a lookup by name reads it. */
  String json(String appId) {
    return """
        {"metadata":{"name":"%s","uid":"%s","resourceVersion":"%d",%s\
        "labels":{"%s":"%s","%s":"%d","%s":"%d","%s":"executor"}},"status":{"phase":"%s"}}"""
        .formatted(
            name,
            uid,
            version,
            deleting ? "\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"," : "",
            Constants.SPARK_APP_ID_LABEL,
            appId,
            Constants.SPARK_EXECUTOR_ID_LABEL,
            id,
            Constants.SPARK_RESOURCE_PROFILE_ID_LABEL,
            profile,
            Constants.SPARK_ROLE_LABEL,
            phase.word);
  }

  @Override
  public String toString() {
    return "%s (%s%s)".formatted(name, phase.word, gone ? ", gone" : deleting ? ", deleting" : "");
  }
}
