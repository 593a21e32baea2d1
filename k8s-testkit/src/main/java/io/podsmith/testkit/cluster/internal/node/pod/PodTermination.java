// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.podsmith.testkit.cluster.internal.node.container.RunningContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Stops the containers of one pod: first gracefully, with their preStop hooks, then with SIGKILL.
 *
 * <p>Used by the worker of the pod only.
 */
final class PodTermination {
  private final List<ContainerRun> runs;
  private final NodeContext node;
  private final PodEvents events;
  private final Executor worker;
  private Optional<Instant> killAt = Optional.empty();
  private boolean begun;
  private boolean sidecarsStopped;

  /**
   * Creates the termination of a pod that has not begun.
   *
   * @param runs all containers of the pod
   * @param worker runs the tasks of this pod, one at a time
   */
  PodTermination(List<ContainerRun> runs, NodeContext node, PodEvents events, Executor worker) {
    this.runs = runs;
    this.node = node;
    this.events = events;
    this.worker = worker;
  }

  /** Returns whether the whole pod is being stopped, so that nothing is restarted. */
  boolean hasBegun() {
    return begun;
  }

  /** Stops all containers. Later calls can only shorten the grace period. */
  void begin(Duration grace) {
    if (!begun) {
      begun = true;
      stopRunning();
    }
    killAfter(grace);
  }

  /** Returns whether sidecars have been stopped, so that they are not restarted. */
  boolean areSidecarsStopped() {
    return sidecarsStopped;
  }

  /** Stops the sidecars, because the containers that they serve have ended. Idempotent. */
  void stopSidecars(Duration grace) {
    if (!sidecarsStopped) {
      sidecarsStopped = true;
      stopRunning();
      killAfter(grace);
    }
  }

  private void stopRunning() {
    runs.stream().filter(ContainerRun::isRunning).forEach(this::stop);
  }

  private void stop(ContainerRun run) {
    events.stopping(run);
    RunningContainer container = run.running().orElseThrow();
    ContainerHook.beforeStop(run, node.processes())
        .ifPresentOrElse(
            hook -> node.threads().execute(() -> hook.runThen(container::terminate)),
            container::terminate);
  }

  private void killAfter(Duration grace) {
    Instant at = Instant.now().plus(grace);
    if (killAt.isEmpty() || at.isBefore(killAt.get())) {
      killAt = Optional.of(at);
      node.timers().after(grace, () -> worker.execute(this::killIfDue));
    }
  }

  /** Kills the containers that still run after the grace period. */
  void killIfDue() {
    if (killAt.isPresent() && !Instant.now().isBefore(killAt.get())) {
      runs.forEach(run -> run.running().ifPresent(RunningContainer::kill));
    }
  }
}
