// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.util.Set;

/**
 * Which logs of an application to read, and which part of each.
 *
 * @param isDriver whether the driver's log was chosen
 * @param executors the ids of the executors that were chosen
 */
record LogSelection(boolean isDriver, Set<String> executors, LogRange range) {
  /** Each log takes a connection and, while it is followed, a thread. */
  static final int MAX_PODS = 100;

  LogSelection {
    executors = Set.copyOf(executors);
  }

  /** Returns whether the log of a pod is to be read: without a choice, all are. */
  boolean includes(AppPod pod) {
    if (!isDriver && executors.isEmpty()) {
      return true;
    }
    return pod.isDriver() ? isDriver : executors.contains(pod.id());
  }

  boolean isOnlyExecutors() {
    return !isDriver && !executors.isEmpty();
  }
}
