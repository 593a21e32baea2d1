// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShutdownGuardTest {
  @Test
  void interruptsItsThreadAndWaitsUntilThatHasTidiedUp() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicReference<ShutdownGuard> guard = new AtomicReference<>();
    CountDownLatch isGuarded = new CountDownLatch(1);
    Future<Boolean> creating =
        threads.submit(
            () -> {
              try (ShutdownGuard own = new ShutdownGuard()) {
                guard.set(own);
                isGuarded.countDown();
                new CountDownLatch(1).await();
                return false;
              } catch (InterruptedException e) {
                return true;
              }
            });
    isGuarded.await();

    Future<?> ending = threads.submit(() -> guard.get().onShutdown());

    assertThat(creating.get(20, TimeUnit.SECONDS)).as("interrupted").isTrue();
    ending.get(20, TimeUnit.SECONDS);
    threads.shutdown();
  }
}
