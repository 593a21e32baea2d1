// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records whether the executors of a profile keep running once they have started.
 *
 * <p>An executor that fails within a minute and before it registers has failed to start. While more
 * executors fail to start than run, they are requested one at a time, with back-off; each is a
 * probe. Used on the event loop only.
 */
public final class StartHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StartHealth.class);
  public static final Duration TRIAL = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int TOLERATED = 3;

  /** With the pauses in between that is about five minutes. */
  private static final int PROBES_UNTIL_HOPELESS = 10;

  private final int profileId;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);

  /** When executors that have not proved themselves began to run; oldest first. */
  private final Map<Long, Long> onTrial = new LinkedHashMap<>();

  private int failures;
  private int failedProbes;
  private OptionalLong probe = OptionalLong.empty();
  private long until;
  private boolean pausing;
  private boolean everWorked;

  StartHealth(int profileId) {
    this.profileId = profileId;
  }

  /** Returns whether executors are requested one at a time. */
  boolean isPausing() {
    return pausing;
  }

  /** When to send the next request, in milliseconds since the epoch. */
  long until() {
    return until;
  }

  /** Returns whether all probes have failed, and no executor has ever proved itself. */
  boolean isHopeless() {
    return !everWorked && failedProbes >= PROBES_UNTIL_HOPELESS;
  }

  boolean mayRequest(long now, int notRunning) {
    return !pausing || (now >= until && notRunning == 0 && !isProbeOnTrial());
  }

  /** Records a request; while pausing, the executor becomes the probe. */
  void requested(long id, long now) {
    if (pausing) {
      probe = OptionalLong.of(id);
      until = now + FIRST_PAUSE.toMillis();
    }
  }

  void runs(long id, long now) {
    onTrial.putIfAbsent(id, now);
  }

  /**
   * An executor ended.
   *
   * @param wasRunning whether it was ever seen running
   * @return whether its trial was not over yet
   */
  boolean ended(long id, boolean wasRunning) {
    return onTrial.remove(id) != null || !wasRunning;
  }

  /**
   * An executor failed to start.
   *
   * @param running how many others run
   * @param why what is known of it
   * @return whether executors are requested one at a time from now on, and were not before
   */
  boolean failed(long id, int running, String why, long now) {
    failures++;
    if (pausing) {
      if (probe.isPresent() && probe.getAsLong() == id) {
        failedProbes++;
        pause(now);
      }
      return false;
    }
    if (failures >= Math.max(TOLERATED, running)) {
      pausing = true;
      pause(now);
      LOG.warn(
          "Executors of resource profile {} end as soon as they start ({} so far); requesting one"
              + " at a time, with back-off up to {} s. The last: {}",
          profileId,
          failures,
          LONGEST_PAUSE.toSeconds(),
          why);
    }
    return pausing;
  }

  private void pause(long now) {
    until = now + pauses.nextPause().toMillis();
  }

  /** Records executors that have run for long enough. */
  void checkTrials(long now) {
    boolean worked = false;
    for (Iterator<Long> since = onTrial.values().iterator();
        since.hasNext() && since.next() <= now - TRIAL.toMillis(); ) {
      since.remove();
      worked = true;
    }
    if (worked) {
      worked();
    }
  }

  /** Returns whether the probe runs and has to register, or to keep running, for the first time. */
  boolean isProbeOnTrial() {
    return probe.isPresent() && onTrial.containsKey(probe.getAsLong());
  }

  /** Records executors that have registered with the driver. */
  void registered(Collection<Long> ids) {
    if (isProbeOnTrial() && ids.contains(probe.getAsLong())) {
      worked();
    }
  }

  private void worked() {
    everWorked = true;
    failures = 0;
    failedProbes = 0;
    if (pausing) {
      pausing = false;
      probe = OptionalLong.empty();
      pauses.reset();
      LOG.info("Executors of resource profile {} start again", profileId);
    }
  }

  /** When the next trial ends, in milliseconds since the epoch; empty without one. */
  OptionalLong trialOverAt() {
    return onTrial.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(onTrial.values().iterator().next() + TRIAL.toMillis());
  }
}
