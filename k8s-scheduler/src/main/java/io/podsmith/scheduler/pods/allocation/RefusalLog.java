package io.podsmith.scheduler.pods.allocation;

import io.podsmith.scheduler.pods.loop.Backoff;
import io.podsmith.scheduler.pods.report.Wording;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in the way of a profile's executors, and when to try again.
 *
 * <p>While something does, one executor at a time is asked for, with growing pauses. Once one is
 * accepted, two are asked for, and so on: a single place that becomes free is to cost few requests
 * that are refused. The server's words are logged once, until they change in more than names and
 * numbers.
 */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Who gets as many at once as this is refused no more. */
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

  /** When to try again, in milliseconds since the epoch. */
  public long until() {
    return until;
  }

  /** Returns whether a request may be made beside those that are under way. */
  public boolean allows(int underWay, long now) {
    return !isActive() || (now >= until && underWay < atOnce);
  }

  /**
   * Notes a refusal.
   *
   * @param isLogged whether the cause is logged elsewhere
   * @param begunAt when the request was sent: one that was under way when an earlier refusal came
   *     in tells nothing new
   * @return whether the cause is another than before
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
    String newCause = Wording.essence(said);
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

  /** Something was given back: it is worth trying at once. */
  public void roomAppeared(long now) {
    if (isActive()) {
      until = Math.min(until, now);
      // What is asked from now on tells something new.
      notedAt = Math.min(notedAt, now - 1);
    }
  }

  /**
   * A request was accepted: there is room for it, and perhaps for more.
   *
   * @param begunAt when the request was sent: one that was under way when the last refusal came in
   *     says nothing about now
   */
  public void accepted(long begunAt) {
    if (isActive() && begunAt > notedAt) {
      pauses.reset();
      if (++atOnce > ENOUGH_AT_ONCE) {
        accepted();
      }
    }
  }

  /** All requests were accepted. */
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
