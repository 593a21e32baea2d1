// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.report.Messages;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records why the executors of a profile are rejected, and when to send the next request.
 *
 * <p>While they are rejected, one executor at a time is requested, with exponential back-off. Once
 * one is accepted, two are requested at a time, and so on, so that a single free slot costs few
 * rejected requests. The server's message is logged once, until it changes in more than names and
 * numbers.
 */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Concurrency at which a profile no longer counts as rejected. */
  private static final int ENOUGH_AT_ONCE = 16;

  private final int profileId;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private String cause = "";
  private int count;
  private int atOnce = 1;
  private long notedAt;
  private long until;

  public RefusalLog(int profileId) {
    this.profileId = profileId;
  }

  public boolean isActive() {
    return !cause.isEmpty();
  }

  /** When to send the next request, in milliseconds since the epoch. */
  public long until() {
    return until;
  }

  /** Returns whether a request may be sent in addition to those in flight. */
  public boolean allows(int underWay, long now) {
    return !isActive() || (now >= until && underWay < atOnce);
  }

  /**
   * Records a rejection.
   *
   * @param isLogged whether the cause is logged elsewhere
   * @param begunAt when the request was sent: a request that was in flight at the time of an
   *     earlier rejection is no news
   * @return whether the cause has changed
   */
  public boolean note(String said, boolean isLogged, Duration asked, long begunAt, long now) {
    count++;
    if (isActive() && begunAt <= notedAt) {
      return false;
    }
    Duration pause = pauses.nextPause();
    notedAt = now;
    atOnce = 1;
    until = now + Math.max(pause.toMillis(), asked.toMillis());
    String newCause = Messages.fingerprint(said);
    boolean changed = !newCause.equals(cause);
    if (changed) {
      cause = newCause;
      if (!isLogged) {
        LOG.warn(
            "Cannot create executors of resource profile {}; retrying with back-off up to {} s: {}",
            profileId,
            LONGEST_PAUSE.toSeconds(),
            said);
      }
    }
    return changed;
  }

  /** Handles released resources: the next request is sent at once. */
  public void roomAppeared(long now) {
    if (isActive()) {
      until = Math.min(until, now);
      // The answers to requests from now on count.
      notedAt = Math.min(notedAt, now - 1);
    }
  }

  /**
   * Handles an accepted request: there may be room for more.
   *
   * @param begunAt when the request was sent: a request that was in flight at the time of the last
   *     rejection does not count
   */
  public void accepted(long begunAt) {
    if (isActive() && begunAt > notedAt) {
      pauses.reset();
      if (++atOnce > ENOUGH_AT_ONCE) {
        accepted();
      }
    }
  }

  /** Handles that all requests were accepted. */
  public void accepted() {
    if (isActive()) {
      LOG.info(
          "Executors of resource profile {} can be created again, after {} rejections",
          profileId,
          count);
      cause = "";
      count = 0;
      atOnce = 1;
      pauses.reset();
    }
  }
}
