// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that accepts a create and never answers holds up one executor, for a short time. */
class SilentConnectionIT {
  private static final String APP = "spark-app";
  private static final String NAMESPACE = "default";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int REQUEST_TIMEOUT_MILLIS = 2_000;

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();
  private final KubernetesClient client = client(server.config());
  private final SimulatedNode node = new SimulatedNode(server.client(), NAMESPACE);
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private final ExecutorPodManager manager =
      ExecutorPodManager.create(
          new ExecutorPodContext(
              SparkSettings.of(Map.of(), Map.of()), client, NAMESPACE, APP, Optional.empty()),
          TestPods.specs(APP),
          new RecordingBackend(),
          metrics);

  private static KubernetesClient client(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder(config).withRequestTimeout(REQUEST_TIMEOUT_MILLIS).build())
        .build();
  }

  @AfterEach
  void close() {
    server.faults().clear();
    manager.stop();
    node.close();
    client.close();
    server.close();
  }

  private List<String> names() {
    return server.client().pods().inNamespace(NAMESPACE).list().getItems().stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private long requests(String verb, String pod) {
    return server.requests().stream()
        .filter(r -> r.verb().equals(verb) && r.resource().equals("pods") && r.name().equals(pod))
        .count();
  }

  private static String[] names(int executors) {
    return IntStream.rangeClosed(1, executors)
        .mapToObj(id -> TestPods.name(APP, id))
        .toArray(String[]::new);
  }

  private static Fault silence(Fault.Rule creates, boolean isCarriedOut) {
    return isCarriedOut ? creates.silenceResponse() : creates.silenceRequest();
  }

  /** The window for creates starts with a single slot, so nothing else is created meanwhile. */
  @ParameterizedTest(name = "carried out: {0}")
  @ValueSource(booleans = {false, true})
  void theSlotIsFreeAgainOnceThePodWasLookedForByName(boolean isCarriedOut) throws Throwable {
    server.faults().add(silence(Fault.on("create", "pods").times(1), isCarriedOut));
    manager.start();
    manager.setTotalExpectedExecutors(Map.of(0, 5));

    Eventually.knownToRun(LONG, metrics, 5);
    assertThat(names()).as("no id is lost, none is used twice").containsExactlyInAnyOrder(names(5));
    String silent = TestPods.name(APP, 1);
    assertThat(requests("create", silent)).isEqualTo(isCarriedOut ? 1 : 2);
    if (!isCarriedOut) {
      assertThat(requests("get", silent)).as("looked for before the retry").isPositive();
    }
  }

  @Test
  void allSlotsAreFreeAgain() throws Throwable {
    manager.start();
    manager.setTotalExpectedExecutors(Map.of(0, 60));
    Eventually.knownToRun(LONG, metrics, 60);
    server.faults().add(Fault.on("create", "pods").times(32).silenceRequest());

    manager.setTotalExpectedExecutors(Map.of(0, 120));
    Eventually.knownToRun(LONG, metrics, 120);
    assertThat(names()).containsExactlyInAnyOrder(names(120));
  }
}
