// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.List;
import java.util.OptionalInt;

/** The scheduler and the kubelets: pods get a place, run, end, and are taken away. */
final class Nodes {
  private final VirtualTime time;
  private final Dice dice;
  private final VirtualServer server;
  private final World world;
  private int capacity = Integer.MAX_VALUE;

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

  private void placePending() {
    for (PodModel pod : List.copyOf(server.pods.values())) {
      time.in(dice.between("schedule", 5, 500), () -> place(pod));
    }
  }

  private void place(PodModel pod) {
    long placed = server.pods.values().stream().filter(Nodes::usesRoom).count();
    if (pod.isLive() && pod.node.isEmpty() && placed < capacity) {
      pod.node = "node-" + dice.between("node", 1, 3);
      server.changed(pod);
      time.in(dice.between("start", 50, 3_000), () -> run(pod));
    }
  }

  private static boolean usesRoom(PodModel pod) {
    return !pod.node.isEmpty() && !pod.hasEnded();
  }

  private void run(PodModel pod) {
    if (pod.isLive() && pod.phase == PodModel.Phase.PENDING) {
      pod.phase = PodModel.Phase.RUNNING;
      server.changed(pod);
      time.in(dice.between("register", 100, 2_000), () -> world.spark().register(pod));
    }
  }

  /** The executor's process ends by itself. */
  void exit(PodModel pod, int code, String reason) {
    if (pod.isRunning()) {
      pod.phase = code == 0 ? PodModel.Phase.SUCCEEDED : PodModel.Phase.FAILED;
      pod.exitCode = reason.isEmpty() ? OptionalInt.of(code) : OptionalInt.empty();
      pod.reason = reason;
      server.changed(pod);
      placePending();
    }
  }

  /** Requests the executor to exit, which it may ignore. */
  void tellToExit(PodModel pod, int code) {
    if (!pod.hangs) {
      time.in(dice.between("exit", 10, 3_000), () -> exit(pod, code, ""));
    }
  }

  /** Somebody requests the deletion of a pod. */
  void delete(PodModel pod) {
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
    long grace = dice.between("grace", 20, 8_000);
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
