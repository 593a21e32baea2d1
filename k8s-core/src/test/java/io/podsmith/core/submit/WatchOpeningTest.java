// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WatchOpeningTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Watch watch = closed::countDown;

  @Test
  void returnsTheWatch() throws Exception {
    assertThat(WatchOpening.within(LONG, () -> watch)).containsSame(watch);
    assertThat(closed.getCount()).as("still open").isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closesAWatchThatOpensTooLate(boolean isInterruptible) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicBoolean isDaemon = new AtomicBoolean();
    Supplier<Watch> late =
        () -> {
          isDaemon.set(Thread.currentThread().isDaemon());
          while (true) {
            try {
              end.await();
              return watch;
            } catch (InterruptedException e) {
              if (isInterruptible) {
                return watch;
              }
            }
          }
        };

    assertThat(WatchOpening.within(Duration.ofMillis(1), late)).isEmpty();

    if (!isInterruptible) {
      end.countDown();
    }
    assertThat(closed.await(50, TimeUnit.SECONDS)).as("closed").isTrue();
    assertThat(isDaemon).as("must not keep the process from ending").isTrue();
  }

  @Test
  void closesAWatchForWhichNobodyWaits() {
    Thread caller = Thread.currentThread();
    Supplier<Watch> late =
        () -> {
          caller.interrupt();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            return watch;
          }
          return watch;
        };

    assertThatThrownBy(() -> WatchOpening.within(LONG, late))
        .isInstanceOf(InterruptedException.class);

    assertThat(closed).satisfies(it -> assertThat(it.await(50, TimeUnit.SECONDS)).isTrue());
  }

  @Test
  void throwsWhyItFailed() {
    KubernetesClientException failure = new KubernetesClientException("denied");
    Error error = new AssertionError("broken");

    assertThatThrownBy(
            () ->
                WatchOpening.within(
                    LONG,
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThatThrownBy(
            () ->
                WatchOpening.within(
                    LONG,
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
  }
}
