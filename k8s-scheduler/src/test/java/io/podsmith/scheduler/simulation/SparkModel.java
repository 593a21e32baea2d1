// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The scheduler of Spark: targets, executors that register, and executors that it releases. */
final class SparkModel implements ExecutorBackend {
  private record Target(long since, int profile, int executors) {}

  private final VirtualTime time;
  private final World world;
  private final Map<Integer, Integer> targets = new TreeMap<>();
  private final List<Target> pastTargets = new ArrayList<>();
  private final Map<Long, PodModel> registered = new TreeMap<>();
  private final Set<Long> released = new HashSet<>();
  private final Set<Long> removed = new HashSet<>();
  private long endsTold;

  /** How far the executors were when that was last reported. */
  private Optional<ExecutorNews.Progress> progress = Optional.empty();

  SparkModel(VirtualTime time, World world) {
    this.time = time;
    this.world = world;
    time.every(1_000, this::releaseSurplus);
  }

  Map<Integer, Integer> targets() {
    return Map.copyOf(targets);
  }

  void want(int profile, int executors) {
    targets.put(profile, executors);
    pastTargets.add(new Target(time.now(), profile, executors));
    world.driver().setTargets(Map.of(profile, executors));
  }

  /** Returns the highest target of a profile since a time. */
  int highestTarget(int profile, long since) {
    int highest = 0;
    int before = 0;
    for (Target target : pastTargets) {
      if (target.profile() == profile) {
        if (target.since() <= since) {
          before = target.executors();
        } else {
          highest = Math.max(highest, target.executors());
        }
      }
    }
    return Math.max(highest, before);
  }

  boolean isReleased(long id) {
    return released.contains(id);
  }

  boolean isRegistered(PodModel pod) {
    return registered.get(pod.id) == pod;
  }

  /** An executor connects to the driver. */
  void register(PodModel pod) {
    if (!pod.gone && pod.phase == PodModel.Phase.UNKNOWN) {
      time.in(1_000, () -> register(pod));
      return;
    }
    if (!pod.isRunning()) {
      return;
    }
    if (pod.executor == ExecutorPod.NO_ID && world.driver().isUp()) {
      pod.executor = world.driver().nameExecutor(pod.name);
    }
    long id = pod.executor;
    if (!world.driver().isUp() || world.driver().refuses(id)) {
      world.counts().add("refused");
      pod.hangs = false;
      world.nodes().tellToExit(pod, 1);
      return;
    }
    if (registered.containsKey(id)) {
      world.journal().note("executor " + id, "is rejected: its id is registered");
      pod.hangs = false;
      world.nodes().tellToExit(pod, 1);
      return;
    }
    world.journal().note("executor " + id, "registers");
    pod.hasRegistered = true;
    registered.put(id, pod);
  }

  /** Checks that a pod may be deleted, which the driver has requested while it runs. */
  void checkDeletion(PodModel pod) {
    boolean isWanted =
        pod.isRunning() && !pod.deleting && isRegistered(pod) && !released.contains(pod.id);
    if (isWanted && world.objects().count() == 0) {
      world.checks().violated("no running executor is deleted", "%s is deleted", pod);
    }
  }

  /** Returns how many ends of executors the present driver has reported. */
  int endsReported() {
    return removed.size();
  }

  /** Returns for how many executors the present driver has reported that they ended. */
  long endsTold() {
    return endsTold;
  }

  Optional<ExecutorNews.Progress> progress() {
    return progress;
  }

  /** The driver died: executors notice, and a new driver knows none of them. */
  void crashed() {
    registered.clear();
    released.clear();
    removed.clear();
    endsTold = 0;
    progress = Optional.empty();
    for (PodModel pod : List.copyOf(world.server().pods.values())) {
      if (pod.isRunning()) {
        pod.hangs |= world.dice().oneIn("hang without driver", 10);
        world.nodes().tellToExit(pod, 1);
      }
    }
  }

  /** Releases executors that are more than the target, as dynamic allocation does. */
  private void releaseSurplus() {
    if (!world.driver().isUp()) {
      return;
    }
    targets.forEach(
        (profile, target) -> {
          List<Long> ids =
              registered.entrySet().stream()
                  .filter(known -> known.getValue().profile == profile)
                  // Spark gives no work to one that has disconnected.
                  .filter(known -> known.getValue().executor == known.getKey())
                  .map(Map.Entry::getKey)
                  .sorted(Comparator.reverseOrder())
                  .toList();
          if (ids.size() > target) {
            release(ids.subList(0, ids.size() - target));
          }
        });
  }

  /** Releases some executors: removes them, tells them to exit, and tells executor management. */
  void release(List<Long> ids) {
    world.journal().note("Spark", "releases executors %s", ids);
    for (long id : ids) {
      released.add(id);
      PodModel known = registered.remove(id);
      if (known != null) {
        world.nodes().tellToExit(known, 0);
      }
    }
    world.driver().kill(ids);
  }

  /** Decommissions an executor, which then exits. */
  void decommission(long id) {
    PodModel known = registered.get(id);
    if (known != null) {
      world.driver().decommission(List.of(id));
      world.nodes().tellToExit(known, 0);
    }
  }

  /** Returns the ids of registered executors, lowest first. */
  List<Long> ids() {
    return List.copyOf(registered.keySet());
  }

  @Override
  public Set<Long> registeredExecutors() {
    world.counts().add("look-ups");
    return Set.copyOf(registered.keySet());
  }

  @Override
  public void removeExecutor(long executorId, ExecutorExit exit) {
    world.journal().note("driver", "removes executor %d: %s", executorId, exit.cause());
    world.counts().add(Expectations.ended(exit.cause()));
    if (!removed.add(executorId)) {
      world.checks().violated("no end is reported twice", "executor %d", executorId);
    }
    PodModel known = registered.remove(executorId);
    boolean runs = known != null && known.executor == executorId && known.exitCode.isEmpty();
    if (runs && known.isLive()) {
      world
          .checks()
          .violated(
              "no running executor is removed",
              "executor %d was removed (%s), but its pod is %s",
              executorId,
              exit.message(),
              known);
    }
  }

  @Override
  public void report(ExecutorNews news) {
    if (news instanceof ExecutorNews.Progress reported) {
      progress = Optional.of(reported);
      world.counts().add("progress");
    } else if (news instanceof ExecutorNews.Delayed delayed) {
      world.journal().note("driver", "reports a delay: %s", delayed.reason());
      world.counts().add("delayed");
    } else if (news instanceof ExecutorNews.Ended ended) {
      endsTold++;
      if (!removed.contains(ended.executorId())) {
        world.checks().violated("what is reported is removed", "executor %d", ended.executorId());
      }
    }
  }

  @Override
  public void abort(Throwable cause) {
    world.aborted(cause);
  }
}
