// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits until an assertion holds. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** Repeats an assertion until it holds or the time is over. */
  public static void within(Duration deadline, ThrowingCallable assertion) throws Throwable {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      try {
        assertion.call();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Waits until executor management has heard that so many executors run. */
  public static void knownToRun(Duration deadline, ExecutorMetrics metrics, int executors)
      throws Throwable {
    within(
        deadline,
        () ->
            assertThat(metrics.registry().getGauges().get("executors.running").getValue())
                .as("executors known to be running")
                .isEqualTo(executors));
  }
}
