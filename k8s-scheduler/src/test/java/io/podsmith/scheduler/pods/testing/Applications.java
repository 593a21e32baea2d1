// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;

/** Ends applications whose driver is the JVM of the tests. */
public final class Applications {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Applications() {}

  /** Stops an application and waits for its end. */
  public static void stop(SparkContext application) {
    application.stop();
    awaitEnd();
  }

  /**
   * Waits until no application is active. A failure stops its application on another thread, and
   * {@code SparkContext.stop()} returns at once if the application is already being stopped; until
   * that is done, Spark refuses to start the next one in this JVM.
   */
  public static void awaitEnd() {
    long end = System.nanoTime() + LONG.toNanos();
    while (SparkContext$.MODULE$.getActive().isDefined()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the application is still active after %s".formatted(LONG));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
