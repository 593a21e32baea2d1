// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The faults that wait for the next requests, and outages. Each ends after a time. */
final class Faults {
  private static final class Armed {
    final Effect effect;
    final long until;
    int left;

    Armed(Effect effect, long until, int left) {
      this.effect = effect;
      this.until = until;
      this.left = left;
    }
  }

  private final VirtualTime time;
  private final Tally tally;
  private final Map<Call, Armed> armed = new EnumMap<>(Call.class);
  private Optional<Armed> outage = Optional.empty();
  private final Set<Call> hit = EnumSet.noneOf(Call.class);
  private final Map<Call, Long> rejectedAt = new EnumMap<>(Call.class);

  Faults(VirtualTime time, Tally tally) {
    this.time = time;
    this.tally = tally;
  }

  /** Lets the next requests of a kind fail, as long as they come within some milliseconds. */
  void arm(Call call, Effect effect, int count, long millis) {
    armed.put(call, new Armed(effect, time.now() + millis, count));
  }

  /** Lets all requests fail for some milliseconds. */
  void outage(Effect effect, long millis) {
    outage = Optional.of(new Armed(effect, time.now() + millis, Integer.MAX_VALUE));
  }

  /** Returns whether any request of a kind has met a fault. */
  boolean hasHit(Call call) {
    return hit.contains(call);
  }

  /** Returns whether a request of a kind was rejected since a time, as no retry changes. */
  boolean wasRejected(Call call, long since) {
    return rejectedAt.getOrDefault(call, Long.MIN_VALUE) >= since;
  }

  /** Returns what happens to a request that reaches the server now. */
  Optional<Effect> next(Call call) {
    Armed next = armed.get(call);
    if (next == null || next.left == 0 || time.now() >= next.until) {
      next = outage.filter(all -> time.now() < all.until).orElse(null);
    }
    if (next == null) {
      return Optional.empty();
    }
    next.left--;
    hit.add(call);
    if (next.effect.isRejection()) {
      rejectedAt.put(call, time.now());
    }
    tally.fault(call.word() + " " + next.effect.word());
    return Optional.of(next.effect);
  }
}
