// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DriverReadinessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final ManualLoop loop = new ManualLoop();
  private final FakeCluster cluster = new FakeCluster(loop::now);
  private final AtomicInteger begun = new AtomicInteger();

  private void await() {
    DriverReadiness.await(cluster, loop, "driver", TIMEOUT, begun::incrementAndGet);
    loop.settle();
  }

  @Test
  void beginsAtOnceWhereTheDriverIsReady() {
    await();
    assertThat(begun).hasValue(1);
  }

  @Test
  void waitsForADriverThatIsNotReady() {
    cluster.driverReady = false;
    await();
    loop.advance(Duration.ofSeconds(1));
    assertThat(begun).hasValue(0);
    cluster.driverReady = true;
    loop.advance(Duration.ofSeconds(1));
    assertThat(begun).hasValue(1);
    loop.advance(Duration.ofMinutes(1));
    assertThat(begun).as("begun once").hasValue(1);
  }

  @Test
  void doesNotWaitLongerThanTheTimeout() {
    cluster.driverReady = false;
    await();
    loop.advance(TIMEOUT.minusMillis(300));
    assertThat(begun).hasValue(0);
    loop.advance(Duration.ofSeconds(1));
    assertThat(begun).hasValue(1);
  }
}
