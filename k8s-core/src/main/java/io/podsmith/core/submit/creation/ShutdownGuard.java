// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Interrupts its thread when the JVM is told to end, by Ctrl-C for example, and holds the end up
 * until that thread has tidied up.
 */
final class ShutdownGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownGuard.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Thread guarded = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "podsmith-shutdown");

  ShutdownGuard() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the end has begun, and nobody can hold it up any more
      LOG.debug("Too late for a shutdown hook");
    }
  }

  void onShutdown() {
    guarded.interrupt();
    try {
      if (!closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Could not delete the objects of the submission before the process ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is ending");
    }
  }
}
