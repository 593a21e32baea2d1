// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that executors are going to be requested, in the words that Spark's own allocator uses and
 * that people wait for: once for the executors that a resource profile has come to lack, at most
 * every second.
 */
public final class ShortfallLog {
  private static final Logger LOG = LoggerFactory.getLogger(ShortfallLog.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private static final class Shortfall {
    /** How many were missing when that was last looked at. */
    private int missing;

    /** How many have come to be missing since the last line. */
    private int unsaid;

    private OptionalLong loggedAt = OptionalLong.empty();

    boolean isDue(long now) {
      return loggedAt.isEmpty() || now - loggedAt.getAsLong() >= EVERY.toMillis();
    }
  }

  private final Map<Integer, Shortfall> shortfalls = new HashMap<>();

  /**
   * Called before executors are requested.
   *
   * @param known how many executors of the profile run or have been requested
   */
  public void update(int profileId, int target, int known, long now) {
    Shortfall shortfall = shortfalls.computeIfAbsent(profileId, id -> new Shortfall());
    int missing = Math.max(0, target - known);
    shortfall.unsaid = Math.max(0, shortfall.unsaid + missing - shortfall.missing);
    shortfall.missing = missing;
    if (shortfall.unsaid > 0 && shortfall.isDue(now)) {
      LOG.info(
          "Going to request {} executors from Kubernetes for ResourceProfile Id: {}, target: {},"
              + " known: {}",
          shortfall.unsaid,
          profileId,
          target,
          known);
      shortfall.unsaid = 0;
      shortfall.loggedAt = OptionalLong.of(now);
    }
  }

  /** Called after executors were requested, which are missing no more. */
  public void requested(int profileId, int missing) {
    shortfalls.computeIfAbsent(profileId, id -> new Shortfall()).missing = Math.max(0, missing);
  }
}
