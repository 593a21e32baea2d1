// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.client.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntConsumer;

/** Time that passes only when somebody waits. */
public final class StubTime implements MonotonicTime {
  private static final long BEGIN = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();

  private final List<Duration> pauses = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private IntConsumer duringPause = count -> {};

  /** Sets what happens during each pause, which is given the count of pauses so far. */
  public StubTime duringPause(IntConsumer action) {
    duringPause = action;
    return this;
  }

  /** Returns the pauses so far. */
  public List<Duration> pauses() {
    return pauses;
  }

  /** Returns the time that has passed. */
  public Duration now() {
    return now;
  }

  @Override
  public long nanos() {
    return BEGIN + now.toNanos();
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    pauses.add(pause);
    assertThat(pauses).as("pauses").hasSizeLessThan(1000);
    now = now.plus(pause);
    duringPause.accept(pauses.size());
    if (Thread.interrupted()) {
      throw new InterruptedException("for a test");
    }
  }

  @Override
  public <T> Optional<T> poll(BlockingQueue<T> queue, Duration atMost) throws InterruptedException {
    if (queue.isEmpty()) {
      sleep(atMost);
    }
    return Optional.ofNullable(queue.poll());
  }
}
