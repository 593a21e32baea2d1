// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AbandonableRequestsTest {
  private final AbandonableRequests requests = new AbandonableRequests();

  @Test
  void cutsShortWhatHasBeenSilentAndLeavesTheThreadFit() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    AtomicReference<String> seen = new AtomicReference<>("");
    Thread thread =
        new Thread(
            () -> {
              String answer = requests.run(() -> await(waits));
              seen.set(answer + Thread.currentThread().isInterrupted());
            });
    thread.start();
    assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
    requests.abandon(Duration.ofHours(1));
    assertThat(thread.isAlive()).as("it has not been silent for an hour").isTrue();
    requests.abandon(Duration.ZERO);
    thread.join(10_000);
    assertThat(seen).hasValue("interrupted, false");
  }

  private static String await(CountDownLatch waits) {
    waits.countDown();
    try {
      new CountDownLatch(1).await();
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted, ";
    }
  }

  @Test
  void noRequestWaitsForHoursWhateverTheTimeout() {
    assertThat(AnswerLimit.millis(config(60_000_000))).isEqualTo(30_000);
    assertThat(AnswerLimit.millis(config(0))).isEqualTo(30_000);
    assertThat(AnswerLimit.millis(config(10_000))).isEqualTo(10_000);
  }

  private static io.fabric8.kubernetes.client.Config config(int requestTimeout) {
    return new io.fabric8.kubernetes.client.ConfigBuilder(
            io.fabric8.kubernetes.client.Config.empty())
        .withRequestTimeout(requestTimeout)
        .build();
  }
}
