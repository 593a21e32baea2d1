// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long one side worked on all files, by phase. Not thread-safe. */
final class PhaseTimes {
  /** What is measured. */
  enum Phase {
    /** Submits the driver. */
    SUBMIT,
    /** Starts a driver process. */
    START,
    /** Waits for the requests of the driver process. */
    WAIT,
    /** Reads what the requests created. */
    READ,
    /** Stops the driver process. */
    STOP,
    /** Deletes the objects. */
    CLEAR;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

  /** Does some work and adds its duration to a phase. */
  <T> T measure(Phase phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.merge(phase, System.nanoTime() - start, Long::sum);
    }
  }

  /** Does some work and adds its duration to a phase. */
  void measure(Phase phase, Runnable work) {
    measure(
        phase,
        () -> {
          work.run();
          return phase;
        });
  }

  /** Adds the times of another rig of the same side. */
  void add(PhaseTimes other) {
    other.nanos.forEach((phase, time) -> nanos.merge(phase, time, Long::sum));
  }

  /** Returns the milliseconds by phase. */
  Map<Phase, Long> millis() {
    Map<Phase, Long> millis = new EnumMap<>(Phase.class);
    nanos.forEach((phase, time) -> millis.put(phase, TimeUnit.NANOSECONDS.toMillis(time)));
    return Collections.unmodifiableMap(millis);
  }
}
