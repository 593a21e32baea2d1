// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Monotonic time and the pauses between requests. Tests replace it, so that they do not wait.
 *
 * @since 0.1
 */
public interface MonotonicTime {
  /** The time of this machine. */
  MonotonicTime SYSTEM =
      new MonotonicTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }

        @Override
        public <T> Optional<T> poll(BlockingQueue<T> queue, Duration atMost)
            throws InterruptedException {
          return Optional.ofNullable(queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
        }
      };

  /** Returns nanoseconds since an arbitrary point in time: compare only differences. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  void sleep(Duration pause) throws InterruptedException;

  /**
   * Waits for the next element of a queue and removes it.
   *
   * @param atMost how long to wait; not negative
   * @return empty if there is none in that time
   * @throws InterruptedException if the thread is interrupted before or meanwhile
   */
  <T> Optional<T> poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException;
}
