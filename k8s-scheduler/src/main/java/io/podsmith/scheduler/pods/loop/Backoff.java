// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import java.time.Duration;

/** A pause that doubles with each failure up to a limit, and starts over after a success. */
public final class Backoff {
  private final Duration first;
  private final Duration limit;
  private Duration next;

  public Backoff(Duration first, Duration limit) {
    this.first = first;
    this.limit = limit;
    this.next = first;
  }

  public Duration nextPause() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(limit) > 0 ? limit : doubled;
    return pause;
  }

  public void reset() {
    next = first;
  }
}
