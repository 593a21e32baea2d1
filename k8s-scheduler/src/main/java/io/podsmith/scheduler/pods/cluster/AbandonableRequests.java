// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Requests under way that are of no use once the application stops. For use by several threads.
 *
 * <p>A thread that waits for an answer is interrupted only while it does, so that no interrupt
 * reaches what the thread does next.
 */
final class AbandonableRequests {
  private final Map<Thread, Long> begunAt = new HashMap<>();
  private boolean interrupts;

  /** Runs a request, which may be cut short from now on. */
  <T> T run(Supplier<T> request) {
    Thread thread = Thread.currentThread();
    synchronized (this) {
      begunAt.put(thread, System.nanoTime());
    }
    try {
      return request.get();
    } finally {
      synchronized (this) {
        // Where it is not among them any more, the interrupt is ours.
        if (begunAt.remove(thread) == null) {
          boolean unused = Thread.interrupted();
        }
      }
    }
  }

  /** Cuts short what has had no answer for at least as long as this. */
  synchronized void abandon(Duration silence) {
    interrupts = true;
    long latest = System.nanoTime() - silence.toNanos();
    begunAt
        .entrySet()
        .removeIf(
            request -> {
              boolean isSilent = request.getValue() - latest <= 0;
              if (isSilent) {
                request.getKey().interrupt();
              }
              return isSilent;
            });
  }

  /** Returns whether requests are being cut short. */
  synchronized boolean isAbandoning() {
    return interrupts;
  }
}
