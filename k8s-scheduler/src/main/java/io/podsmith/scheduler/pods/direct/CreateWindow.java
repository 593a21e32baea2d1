// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.loop.Backoff;
import java.time.Duration;

/**
 * The number of concurrent create requests, adapted to the API server.
 *
 * <p>Starts with one and doubles with each round that succeeds, up to the limit. An overloaded
 * server halves it, once for all requests of that round; successful requests let it grow again, so
 * that it shrinks only if more than half of all requests fail. If the server requests a pause, no
 * request is sent until it is over, and from there the window grows by one per round. All requests
 * pause only if the window is 1 and that request fails, unless the server requests it; each failed
 * request has a pause of its own. Used on the event loop only.
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

  /** Returns until when no request is sent, in milliseconds since the epoch. */
  long pausedUntil() {
    return pausedUntil;
  }

  /** Records a request. Returns its round, which its outcome has to name. */
  long begin() {
    inFlight++;
    return round;
  }

  private void ended() {
    inFlight--;
    leftOfRound = Math.max(0, leftOfRound - 1);
  }

  /** Records a request that succeeded. */
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

  /** Records a rejection, which does not show that the server can handle more. */
  void refused() {
    ended();
    pauses.reset();
  }

  /** Records an outcome that does not show how much the server can handle. */
  void inconclusive() {
    ended();
  }

  /**
   * Records that the server was busy, failed or did not answer.
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
