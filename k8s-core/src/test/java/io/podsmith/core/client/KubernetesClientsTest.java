// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KubernetesClientsTest {
  @Test
  void leavesNoThreadThatKeepsTheJvmAlive() throws InterruptedException {
    Set<Thread> before = threads();
    KubernetesClient client = create();
    try {
      client.pods().withName("x").get();
    } catch (RuntimeException e) {
      // nobody listens there; it is enough that the client tried
    }

    Set<Thread> started = new HashSet<>(threads());
    started.removeAll(before);
    assertThat(started).as("the client must have run at all").isNotEmpty();
    assertThat(started).allMatch(Thread::isDaemon);
    client.close();

    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (eventLoops(before) > 0 && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(eventLoops(before)).as("event loops that outlive the client").isZero();
  }

  private static long eventLoops(Set<Thread> before) {
    return threads().stream()
        .filter(thread -> !before.contains(thread) && thread.getName().contains("eventloop"))
        .count();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  private static KubernetesClient create() {
    return KubernetesClients.create(
        "k8s://http://127.0.0.1:1",
        Optional.of("jobs"),
        "spark.kubernetes.authenticate.submission",
        ClientPurpose.SUBMISSION,
        SparkSettings.of(Map.of("spark.kubernetes.submission.requestTimeout", "2000"), Map.of()),
        Optional.empty());
  }
}
