package io.podsmith.scheduler.pods;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the way of a profile's executors, and when to try again.
 *
 * <p>While something does, one executor at a time is asked for, with growing pauses. The server's
 * words are logged once, until they change in more than names and numbers.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final int profileId;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private String cause = "";
  private int count;
  private long notedAt;
  private long until;

  RefusalLog(int profileId) {
    this.profileId = profileId;
  }

  boolean isActive() {
    return !cause.isEmpty();
  }

  /** When to try again, in milliseconds since the epoch. */
  long until() {
    return until;
  }

  /** Refusals since the last success. */
  int count() {
    return count;
  }

  /**
   * Notes a refusal.
   *
   * @param begunAt when the request was sent: one that was under way when an earlier refusal came
   *     in tells nothing new
   * @return whether the cause is another than before
   */
  boolean note(String said, Duration asked, long begunAt, long now) {
    count++;
    if (isActive() && begunAt <= notedAt) {
      return false;
    }
    Duration pause = pauses.nextPause();
    notedAt = now;
    until = now + Math.max(pause.toMillis(), asked.toMillis());
    String newCause = Wording.essence(said);
    boolean changed = !newCause.equals(cause);
    if (changed) {
      cause = newCause;
      LOG.warn(
          "Executors of resource profile {} cannot be had now; trying again, after pauses of up to"
              + " {} s: {}",
          profileId,
          LONGEST_PAUSE.toSeconds(),
          said);
    }
    return changed;
  }

  /** Something was given back: it is worth trying at once. */
  void roomAppeared(long now) {
    if (isActive()) {
      until = Math.min(until, now);
    }
  }

  void accepted() {
    if (isActive()) {
      LOG.info(
          "Executors of resource profile {} are to be had again, after {} refusals",
          profileId,
          count);
      cause = "";
      count = 0;
      pauses.reset();
    }
  }
}
