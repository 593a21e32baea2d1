// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /** Those for the requests of one object, by the kind of request and the end of its name. */
  private final Map<Call, Map<String, Armed>> armedFor = new EnumMap<>(Call.class);

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

  /** Does the same for the requests of objects whose names end with a text. */
  void arm(Call call, String nameEnd, Effect effect, int count, long millis) {
    armedFor
        .computeIfAbsent(call, any -> new TreeMap<>())
        .put(nameEnd, new Armed(effect, time.now() + millis, count));
  }

  /** Lets all requests fail for some milliseconds. */
  void outage(Effect effect, long millis) {
    outage = Optional.of(new Armed(effect, time.now() + millis, Integer.MAX_VALUE));
  }

  private boolean isArmed(Armed fault) {
    return fault.left > 0 && time.now() < fault.until;
  }

  /** Returns whether any request of a kind has met a fault. */
  boolean hasHit(Call call) {
    return hit.contains(call);
  }

  /** Returns whether a request of a kind was rejected since a time, as no retry changes. */
  boolean wasRejected(Call call, long since) {
    return rejectedAt.getOrDefault(call, Long.MIN_VALUE) >= since;
  }

  /**
   * Returns what happens to a request that reaches the server now.
   *
   * @param what the request in words, the last of which is the name of its object if it has one
   */
  Optional<Effect> next(Call call, String what) {
    Optional<Armed> found =
        armedFor.getOrDefault(call, Map.of()).entrySet().stream()
            .filter(entry -> what.endsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .filter(this::isArmed)
            .findFirst()
            .or(() -> Optional.ofNullable(armed.get(call)).filter(this::isArmed))
            .or(() -> outage.filter(this::isArmed));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Armed next = found.get();
    next.left--;
    hit.add(call);
    if (next.effect.isRejection()) {
      rejectedAt.put(call, time.now());
    }
    tally.fault(call.word() + " " + next.effect.word());
    return Optional.of(next.effect);
  }
}
