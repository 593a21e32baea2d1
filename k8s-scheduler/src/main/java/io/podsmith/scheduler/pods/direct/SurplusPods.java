// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Chooses the pods to delete when a profile has more executors than are wanted: only such as do not
 * run yet, have not registered, and are older than {@code
 * spark.dynamicAllocation.executorIdleTimeout}. Used on the event loop only.
 */
final class SurplusPods {
  /** How often to look at pods that are old enough and are kept by something else. */
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private final long idleMillis;
  private final Supplier<Set<Long>> registered;

  /**
   * @param registered looks up the executors that have registered, which may be expensive
   */
  SurplusPods(Duration idleTimeout, Supplier<Set<Long>> registered) {
    this.idleMillis = idleTimeout.toMillis();
    this.registered = registered;
  }

  /** Returns the ids of at most {@code most} executors, those first that were not observed yet. */
  List<Long> choose(ProfileState profile, int most, long now) {
    List<Long> chosen = new ArrayList<>();
    long tooYoung = now - idleMillis;
    for (Map<Long, Long> candidates : List.of(profile.unobserved, profile.pending)) {
      for (Map.Entry<Long, Long> e : candidates.entrySet()) {
        boolean isOld = e.getValue() < tooYoung;
        if (chosen.size() < most && isOld && !registered.get().contains(e.getKey())) {
          chosen.add(e.getKey());
        }
      }
    }
    return chosen;
  }

  /** Returns when the next executor is old enough to be chosen, on the loop's clock. */
  long nextCheckAt(ProfileState profile, long now) {
    long soonest = now + idleMillis;
    boolean isHeld = false;
    for (Map<Long, Long> candidates : List.of(profile.unobserved, profile.pending)) {
      for (long since : candidates.values()) {
        long end = since + idleMillis;
        if (end >= now) {
          soonest = Math.min(soonest, end);
        } else {
          // Old enough already, so something else keeps it, such as its registration.
          isHeld = true;
        }
      }
    }
    return isHeld ? Math.min(soonest + 1, now + CHECK_INTERVAL.toMillis()) : soonest + 1;
  }
}
