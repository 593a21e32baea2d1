// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.scheduler.pods.ExecutorPodManager;

/** A scheduler backend whose executors are pods of ours: the way to them for plugins. */
public interface ManagesExecutorPods {
  /** Returns what manages the pods. */
  ExecutorPodManager executorPods();
}
