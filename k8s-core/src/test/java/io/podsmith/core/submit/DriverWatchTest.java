// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DriverWatchTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private static Pod in(String phase) {
    return new PodBuilder(Pods.in(phase))
        .editMetadata()
        .withUid("u-1")
        .withResourceVersion(phase.equals("Running") ? "1" : "2")
        .endMetadata()
        .build();
  }

  private static Answer pod(String phase) {
    return new Answer(200, Serialization.asJson(in(phase)));
  }

  private static SubmissionResult await(KubernetesClient client) throws InterruptedException {
    return new DriverWatch(
            client,
            in("Running"),
            Pods.CONTAINER,
            "app",
            Duration.ofMinutes(1),
            new DriverWatch.Pace(SHORT, SHORT, SHORT, Duration.ofMillis(500)),
            new DriverLog(client, SparkSettings.of(Map.of(), Map.of())))
        .await();
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void readsThePodWhereRequestsToWatchAreNotAnswered() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (StubApiServer server =
            new StubApiServer(
                request -> {
                  if (request.contains("watch=true")) {
                    return Answer.NONE;
                  }
                  return pod(reads.incrementAndGet() < 3 ? "Running" : "Succeeded");
                });
        KubernetesClient client = server.client()) {
      assertThat(await(client).failure()).isEmpty();
      assertThat(server.requests().stream().filter(r -> r.contains("watch=true")))
          .as("requests to watch")
          .hasSize(1);
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void followsThePodWhereAProxyDropsTheUpgradeHeader() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (StubApiServer server =
            new StubApiServer(
                request ->
                    request.contains("watch=true")
                        ? new Answer(200, "")
                        : pod(reads.incrementAndGet() < 3 ? "Running" : "Succeeded"));
        KubernetesClient client = server.client()) {
      assertThat(await(client).failure()).isEmpty();
    }
  }
}
