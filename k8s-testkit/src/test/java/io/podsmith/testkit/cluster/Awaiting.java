// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody announces. */
final class Awaiting {
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

  private Awaiting() {}

  static void until(BooleanSupplier condition, Duration deadline, String what) {
    Instant end = Instant.now().plus(deadline);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not within " + deadline + ": " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
