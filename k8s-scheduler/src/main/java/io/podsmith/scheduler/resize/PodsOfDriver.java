// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.AllocatorKind;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.ManagesExecutorPods;
import io.podsmith.scheduler.pods.ExecutorPodManager;
import java.util.Optional;
import org.apache.spark.SparkContext;

/** What the plugins of the driver ask about executors' pods. */
final class PodsOfDriver {
  private PodsOfDriver() {}

  /** Finds what manages executors; empty until there is a scheduler, and on another master. */
  static Optional<ExecutorPodManager> find(SparkContext sc) {
    return !sc.isStopped() && sc.schedulerBackend() instanceof ManagesExecutorPods backend
        ? Optional.of(backend.executorPods())
        : Optional.empty();
  }

  /** Returns whether each executor's pod was built for itself, and not from one template. */
  static boolean areDirect(SparkSettings settings) {
    String allocator = settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_PODS_ALLOCATOR);
    return AllocatorKind.of(allocator) == AllocatorKind.DIRECT;
  }
}
