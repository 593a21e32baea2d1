package io.podsmith.scheduler.pods;

/** How many executors there are in each state. */
record ExecutorCounts(int wanted, int running, int pending, int requested) {
  static final ExecutorCounts NONE = new ExecutorCounts(0, 0, 0, 0);

  ExecutorCounts plus(ExecutorCounts other) {
    return new ExecutorCounts(
        wanted + other.wanted,
        running + other.running,
        pending + other.pending,
        requested + other.requested);
  }

  /** Returns whether all wanted executors run, and nothing else is in progress. */
  boolean isSettled() {
    return running == wanted && pending == 0 && requested == 0;
  }
}
