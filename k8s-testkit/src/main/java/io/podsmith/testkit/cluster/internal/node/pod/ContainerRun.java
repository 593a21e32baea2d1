// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.podsmith.testkit.cluster.internal.node.container.ContainerLaunch;
import io.podsmith.testkit.cluster.internal.node.container.RunningContainer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has become of one container of a pod. Used by the pod's worker only. */
final class ContainerRun {
  /** When in the life of a pod a container runs. */
  enum Kind {
    /** Before the others, to its end. */
    INIT,
    /** From among the init containers until the others have ended. */
    SIDECAR,
    /** After the init containers. */
    MAIN
  }

  private final Container spec;
  private final Kind kind;
  private @Nullable RunningContainer running;
  private @Nullable ContainerLaunch launch;
  private @Nullable ContainerStateTerminated terminated;
  private @Nullable ContainerStateTerminated lastTerminated;
  private @Nullable String terminationReason;
  private String waitingReason;
  private @Nullable String waitingMessage;
  private String containerId = "";
  private Instant startedAt = Instant.EPOCH;
  private Instant retryAt = Instant.EPOCH;
  private int starts;
  private int vainTries;

  ContainerRun(Container spec, Kind kind, String waitingReason) {
    this.spec = spec;
    this.kind = kind;
    this.waitingReason = waitingReason;
  }

  Container spec() {
    return spec;
  }

  String name() {
    return spec.getName();
  }

  Kind kind() {
    return kind;
  }

  Optional<RunningContainer> running() {
    return Optional.ofNullable(running);
  }

  /** How the container was started, empty where it has no process. */
  Optional<ContainerLaunch> launch() {
    return Optional.ofNullable(launch);
  }

  boolean isRunning() {
    return running != null;
  }

  boolean hasEnded() {
    return terminated != null;
  }

  boolean hasSucceeded() {
    return terminated != null && terminated.getExitCode() == 0;
  }

  boolean hasFailed() {
    return terminated != null && terminated.getExitCode() != 0;
  }

  /** True where it waits to be started once more. */
  boolean waitsForRestart() {
    return running == null && terminated == null && lastTerminated != null;
  }

  int restartCount() {
    return Math.max(0, starts - 1);
  }

  /** The number of the next start, from 0. */
  int nextStart() {
    return starts;
  }

  Instant retryAt() {
    return retryAt;
  }

  String waitingReason() {
    return waitingReason;
  }

  /** Counts a start that did not come about and returns how many there were in a row. */
  int addVainTry() {
    return ++vainTries;
  }

  void waitFor(String reason, @Nullable String message, Instant until) {
    if (terminated != null) {
      lastTerminated = terminated;
      terminated = null;
    }
    waitingReason = reason;
    waitingMessage = message;
    retryAt = until;
  }

  void started(RunningContainer container, @Nullable ContainerLaunch howStarted) {
    if (terminated != null) {
      lastTerminated = terminated;
      terminated = null;
    }
    running = container;
    launch = howStarted;
    startedAt = now();
    containerId = newId();
    retryAt = Instant.EPOCH;
    terminationReason = null;
    vainTries = 0;
    starts++;
  }

  /** Says why the container is about to end, where its exit code alone does not tell. */
  void expectEnd(String reason) {
    terminationReason = reason;
  }

  void ended(int exitCode, @Nullable String message) {
    running = null;
    String reason = exitCode == 0 ? "Completed" : "Error";
    terminated =
        termination(exitCode, Objects.requireNonNullElse(terminationReason, reason), message);
  }

  /** Ends a container that could not be started at all. */
  void failedToStart(String reason, String message) {
    lastTerminated = terminated;
    startedAt = Instant.EPOCH;
    containerId = newId();
    retryAt = Instant.EPOCH;
    starts++;
    terminated = termination(128, reason, message);
  }

  /** Ends a container that never ran because its pod is over. */
  void abandon() {
    if (running == null && terminated == null) {
      terminated =
          new ContainerStateTerminatedBuilder()
              .withExitCode(137)
              .withReason("ContainerStatusUnknown")
              .withMessage("The container could not be located when the pod was terminated")
              .build();
    }
  }

  private ContainerStateTerminated termination(
      int exitCode, String reason, @Nullable String message) {
    return new ContainerStateTerminatedBuilder()
        .withExitCode(exitCode)
        .withReason(reason)
        .withMessage(message == null || message.isEmpty() ? null : message)
        .withStartedAt(startedAt.toString())
        .withFinishedAt(now().toString())
        .withContainerID(containerId)
        .build();
  }

  ContainerStatus status() {
    return new ContainerStatusBuilder()
        .withName(spec.getName())
        .withImage(spec.getImage())
        .withImageID(containerId.isEmpty() ? "" : "podsmith://" + spec.getImage())
        .withContainerID(containerId.isEmpty() ? null : containerId)
        .withReady(kind == Kind.INIT ? hasSucceeded() : isRunning())
        .withStarted(isRunning())
        .withRestartCount(restartCount())
        .withState(state())
        .withLastState(
            lastTerminated == null
                ? new ContainerState()
                : new ContainerStateBuilder().withTerminated(lastTerminated).build())
        .build();
  }

  private ContainerState state() {
    ContainerStateBuilder state = new ContainerStateBuilder();
    if (running != null) {
      state.withNewRunning(startedAt.toString());
    } else if (terminated != null) {
      state.withTerminated(terminated);
    } else {
      state.withNewWaiting(waitingMessage, waitingReason);
    }
    return state.build();
  }

  private static String newId() {
    return "podsmith://" + UUID.randomUUID().toString().replace("-", "");
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }
}
