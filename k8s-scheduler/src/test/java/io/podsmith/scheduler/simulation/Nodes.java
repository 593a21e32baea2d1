// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** The scheduler and the kubelets: pods get a place, run, end, and are taken away. */
final class Nodes {
  private static final List<String> NAMES = List.of("node-1", "node-2", "node-3");

  /** A kubelet waits for the objects that a pod mounts. */
  private static final long MOUNTS_AGAIN = 2_000;

  private static final long RESTARTS_AFTER = 1_000;

  /** What happens to executors that start before a time. */
  private record Trouble(String what, long until) {
    static final Trouble NONE = new Trouble("", 0);
  }

  private final VirtualTime time;
  private final Dice dice;
  private final VirtualServer server;
  private final World world;
  private int capacity = Integer.MAX_VALUE;
  private Trouble waiting = Trouble.NONE;
  private Trouble crashing = Trouble.NONE;
  private String crashingNode = "";
  private Trouble slowRegistration = Trouble.NONE;

  Nodes(VirtualTime time, Dice dice, VirtualServer server, World world) {
    this.time = time;
    this.dice = dice;
    this.server = server;
    this.world = world;
  }

  /** A pod was created. */
  void created(PodModel pod) {
    time.in(dice.between("schedule", 5, 500), () -> place(pod));
  }

  /** Limits how many pods have a place. */
  void capacity(int pods) {
    capacity = pods;
    placePending();
  }

  /** Lets the containers of pods that start wait with a reason for some milliseconds. */
  void waiting(String reason, long millis) {
    waiting = new Trouble(reason, time.now() + millis);
    time.in(millis, () -> List.copyOf(server.pods.values()).forEach(this::endWait));
  }

  /**
   * Lets executors that start within some milliseconds exit before they register.
   *
   * @param node the node on which they do, empty for all
   */
  void crashing(String node, int code, long millis) {
    crashingNode = node;
    crashing = new Trouble(Integer.toString(code), time.now() + millis);
  }

  /** Lets executors that start within some milliseconds take longer to register. */
  void slowRegistration(long by, long millis) {
    slowRegistration = new Trouble(Long.toString(by), time.now() + millis);
  }

  private void placePending() {
    for (PodModel pod : List.copyOf(server.pods.values())) {
      time.in(dice.between("schedule", 5, 500), () -> place(pod));
    }
  }

  private void place(PodModel pod) {
    if (!pod.isLive() || !pod.node.isEmpty()) {
      return;
    }
    long placed = server.pods.values().stream().filter(Nodes::usesRoom).count();
    List<String> nodes = new ArrayList<>(NAMES);
    nodes.removeAll(pod.avoided);
    if (placed < capacity && !nodes.isEmpty()) {
      pod.node = nodes.get((int) dice.between("node", 0, nodes.size() - 1));
      pod.unschedulable = false;
      server.changed(pod);
      time.in(dice.between("start", 50, 3_000), () -> run(pod));
    } else if (!pod.unschedulable) {
      pod.unschedulable = true;
      server.changed(pod);
    }
  }

  private static boolean usesRoom(PodModel pod) {
    return !pod.node.isEmpty() && !pod.hasEnded();
  }

  private void endWait(PodModel pod) {
    if (!pod.waiting.isEmpty() && time.now() >= waiting.until()) {
      pod.waiting = "";
      run(pod);
    }
  }

  private void run(PodModel pod) {
    if (!pod.isLive() || pod.phase != PodModel.Phase.PENDING || !pod.waiting.isEmpty()) {
      return;
    }
    if (time.now() < waiting.until()) {
      pod.waiting = waiting.what();
      server.changed(pod);
      return;
    }
    if (!world.hasObjects(pod)) {
      time.in(MOUNTS_AGAIN, () -> run(pod));
      return;
    }
    pod.phase = PodModel.Phase.RUNNING;
    server.changed(pod);
    begin(pod);
  }

  /** The process of an executor has started. */
  private void begin(PodModel pod) {
    if (time.now() < crashing.until()
        && (crashingNode.isEmpty() || crashingNode.equals(pod.node))) {
      int code = Integer.parseInt(crashing.what());
      time.in(dice.between("crash", 10, 90), () -> exit(pod, code, ""));
      return;
    }
    long slower =
        time.now() < slowRegistration.until() ? Long.parseLong(slowRegistration.what()) : 0;
    int start = pod.restarts;
    time.in(
        slower + dice.between("register", 100, 2_000),
        () -> {
          if (pod.restarts == start && (!pod.isOfSet || pod.exitCode.isEmpty())) {
            world.spark().register(pod);
          }
        });
  }

  /** The executor's process ends by itself. */
  void exit(PodModel pod, int code, String reason) {
    if (pod.isOfSet && !pod.deleting && reason.isEmpty()) {
      endContainer(pod, code);
    } else if (pod.isRunning()) {
      pod.phase = code == 0 ? PodModel.Phase.SUCCEEDED : PodModel.Phase.FAILED;
      pod.exitCode = reason.isEmpty() ? OptionalInt.of(code) : OptionalInt.empty();
      pod.reason = reason;
      server.changed(pod);
      placePending();
    }
  }

  /** The container of a pod of a set ends, which is seen before it is started again. */
  private void endContainer(PodModel pod, int code) {
    if (pod.isRunning() && pod.exitCode.isEmpty()) {
      pod.exitCode = OptionalInt.of(code);
      server.changed(pod);
      time.in(RESTARTS_AFTER, () -> restart(pod, code));
    }
  }

  /** The container of a pod of a set has ended and was started again. */
  void restart(PodModel pod, int code) {
    if (pod.isOfSet && pod.isLive() && pod.isRunning()) {
      pod.exitCode = OptionalInt.empty();
      pod.restarts++;
      pod.lastEnd =
          Optional.of(
              new ContainerState(
                  Constants.DEFAULT_EXECUTOR_CONTAINER_NAME,
                  code == 0 ? "Completed" : "Error",
                  "",
                  OptionalInt.of(code)));
      pod.executor = ExecutorPod.NO_ID;
      server.changed(pod);
      begin(pod);
    }
  }

  /** Requests the executor to exit, which it may ignore. */
  void tellToExit(PodModel pod, int code) {
    if (!pod.hangs) {
      int start = pod.restarts;
      time.in(
          dice.between("exit", 10, 3_000),
          () -> {
            if (pod.restarts == start) {
              exit(pod, code, "");
            }
          });
    }
  }

  /** The state of a pod is unknown for some milliseconds, as its node does not report. */
  void lose(PodModel pod, long millis) {
    if (pod.isRunning() && world.spark().isRegistered(pod)) {
      pod.wasLost = true;
      pod.phase = PodModel.Phase.UNKNOWN;
      server.changed(pod);
      time.in(
          millis,
          () -> {
            if (!pod.gone && pod.phase == PodModel.Phase.UNKNOWN) {
              pod.phase = PodModel.Phase.RUNNING;
              server.changed(pod);
            }
          });
    }
  }

  /** Somebody requests the deletion of a pod. */
  void delete(PodModel pod) {
    delete(pod, () -> dice.between("grace", 20, world.longestGrace()));
  }

  /** Somebody requests the deletion of a pod, which then terminates for some seconds. */
  void deleteSlowly(PodModel pod, long seconds) {
    delete(pod, () -> seconds * 1_000);
  }

  private void delete(PodModel pod, LongSupplier terminatesFor) {
    if (pod.gone || pod.deleting || world.isSabotaged("deletes-nothing")) {
      return;
    }
    boolean atOnce = pod.hasEnded() || pod.node.isEmpty();
    if (atOnce) {
      server.removed(pod);
      placePending();
      return;
    }
    pod.deleting = true;
    server.changed(pod);
    long grace = terminatesFor.getAsLong();
    if (pod.isRunning() && dice.oneIn("final status", 2)) {
      time.in(grace - 10, () -> exit(pod, 143, ""));
    }
    time.in(
        grace,
        () -> {
          server.removed(pod);
          placePending();
        });
  }

  /** A pod vanishes without a word, as with its node. */
  void vanish(PodModel pod) {
    server.removed(pod);
    placePending();
  }
}
