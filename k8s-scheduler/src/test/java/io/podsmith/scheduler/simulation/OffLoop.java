// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.ExecutorPods;
import io.podsmith.scheduler.pods.allocation.ExecutorAllocator;
import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.watch.ExecutorPodSource;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls what must be called on the event loop from a request thread. Each call must be rejected
 * without any effect.
 */
final class OffLoop {
  private OffLoop() {}

  static void check(ExecutorPods pods, Checks checks) {
    calls(pods)
        .forEach(
            (name, call) -> {
              if (!isRejected(call)) {
                checks.violated("off the loop, calls are rejected", "%s is not", name);
              }
            });
  }

  private static boolean isRejected(Runnable call) {
    try {
      call.run();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static Map<String, Runnable> calls(ExecutorPods pods) {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    ExecutorAllocator allocator = pods.allocator();
    calls.put("allocator.start", allocator::start);
    calls.put("allocator.setTargets", () -> allocator.setTargets(Map.of()));
    calls.put("allocator.executorsReleased", () -> allocator.executorsReleased(List.of()));
    calls.put("allocator.isRequesting", allocator::isRequesting);
    calls.put("allocator.isQuiet", allocator::isQuiet);
    calls.put("allocator.onChanges", () -> allocator.onChanges(List.of()));
    calls.put("allocator.onFullList", () -> allocator.onFullList(0, false));
    calls.put("allocator.stop", allocator::stop);
    ExecutorPodStore store = pods.store();
    calls.put("store.created", () -> store.created(1, new CreatedPod("uid", 1)));
    calls.put("store.find", () -> store.find(1));
    calls.put("store.all", store::all);
    calls.put("store.isKnownGone", () -> store.isKnownGone(1));
    calls.put("store.isSecondPod", () -> store.isSecondPod(1));
    calls.put("store.unnamed", store::unnamed);
    calls.put("store.update", () -> store.update(List.of()));
    calls.put("store.replace", () -> store.replace(List.of(), 0, 0, false));
    ExecutorPodSource source = pods.source();
    calls.put("source.start", source::start);
    calls.put("source.whenKnown", () -> source.whenKnown(() -> {}));
    calls.put("source.notObservedGone", () -> source.notObservedGone(List.of()));
    calls.put("source.stop", source::stop);
    calls.put("source.close", source::close);
    return calls;
  }
}
