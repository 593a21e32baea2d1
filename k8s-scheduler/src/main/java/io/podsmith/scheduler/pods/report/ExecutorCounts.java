// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

/** How many executors there are in each state. */
public record ExecutorCounts(int wanted, int running, int pending, int requested) {
  public static final ExecutorCounts NONE = new ExecutorCounts(0, 0, 0, 0);

  public ExecutorCounts plus(ExecutorCounts other) {
    return new ExecutorCounts(
        wanted + other.wanted,
        running + other.running,
        pending + other.pending,
        requested + other.requested);
  }

  /** Returns whether all wanted executors run, and nothing else is in progress. */
  public boolean isSettled() {
    return running == wanted && pending == 0 && requested == 0;
  }
}
