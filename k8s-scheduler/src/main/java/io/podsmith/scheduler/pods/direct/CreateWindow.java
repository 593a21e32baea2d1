package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;

/**
 * How many requests may be under way at once, found out by trying.
 *
 * <p>Starts with one and doubles with each round that succeeds, up to the limit. A request that the
 * server had no room for halves it, once for all requests of that round; what succeeds lets it grow
 * again, so that it shrinks where more than half of all fail. Where the server asks for a pause, no
 * request is made until it is over, and from there the window grows by one a round. Without being
 * asked, all keep still only where a single request at a time fails; each failed request has a
 * pause of its own. Used on the event loop only.
 */
public final class CreateWindow {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final int limit;
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
  private int size = 1;
  private int slowStartUntil;
  private int succeededInRound;
  private int inFlight;

  /** Outcomes until the window may be halved again. */
  private int leftOfRound;

  private long round;
  private long pausedUntil;

  public CreateWindow(int limit) {
    this.limit = limit;
    this.slowStartUntil = limit;
  }

  int size() {
    return size;
  }

  int inFlight() {
    return inFlight;
  }

  boolean hasRoom(long now) {
    return inFlight < size && now >= pausedUntil;
  }

  /** Until when nothing is to be sent, in milliseconds since the epoch. */
  long pausedUntil() {
    return pausedUntil;
  }

  /** Takes note of a request; the result is to be handed back with its outcome. */
  long begin() {
    inFlight++;
    return round;
  }

  private void ended() {
    inFlight--;
    leftOfRound = Math.max(0, leftOfRound - 1);
  }

  /** The server did what it was asked. */
  void answered() {
    ended();
    pauses.reset();
    if (size >= limit) {
      return;
    }
    if (size < slowStartUntil) {
      size++;
    } else if (++succeededInRound >= size) {
      succeededInRound = 0;
      size++;
    }
  }

  /** The server answered, with a refusal, which does not say that it can take more. */
  void refused() {
    ended();
    pauses.reset();
  }

  /** The outcome says nothing about how much the server can take. */
  void inconclusive() {
    ended();
  }

  /**
   * The server was busy, failed or did not answer.
   *
   * @param begunIn what {@link #begin} returned
   * @param asked the pause that the server requested, zero if none
   */
  void overloaded(long begunIn, Duration asked, long now) {
    ended();
    if (begunIn == round && leftOfRound == 0) {
      round++;
      leftOfRound = size;
      if (size == 1) {
        pausedUntil = Math.max(pausedUntil, now + pauses.nextPause().toMillis());
      }
      size = Math.max(1, size / 2);
      succeededInRound = 0;
      if (!asked.isZero()) {
        slowStartUntil = size;
      }
    }
    pausedUntil = Math.max(pausedUntil, now + asked.toMillis());
  }
}
