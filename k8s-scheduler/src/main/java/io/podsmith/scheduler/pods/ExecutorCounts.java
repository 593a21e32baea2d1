package io.podsmith.scheduler.pods;

import java.util.Collection;

/** How many executors there are in each state, over all profiles. */
record ExecutorCounts(int wanted, int running, int pending, int requested) {
  static ExecutorCounts of(Collection<ProfileState> profiles) {
    int wanted = 0;
    int running = 0;
    int pending = 0;
    int requested = 0;
    for (ProfileState profile : profiles) {
      wanted += profile.target;
      running += profile.running.size();
      pending += profile.pending.size();
      requested += profile.creating.size() + profile.unseen.size();
    }
    return new ExecutorCounts(wanted, running, pending, requested);
  }

  /** Tells whether all that is wanted runs, and nothing else is under way. */
  boolean isSettled() {
    return running == wanted && pending == 0 && requested == 0;
  }
}
