// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A driver that starts again with the names of an earlier one, on a real API server. */
class RealDriverRestartIT {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int EXECUTORS = 20;

  private final String app = "restart-" + Long.toString(System.nanoTime(), 36);
  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private KubernetesClient client;
  private ExecutorPodManager manager;

  @BeforeEach
  void connect() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file)
        .as("set %s to the kubeconfig of a cluster with simulated nodes", KUBECONFIG)
        .isNotNull();
    Config config = Config.fromKubeconfig(Path.of(file).toFile());
    client = new KubernetesClientBuilder().withConfig(config).build();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(app).endMetadata().build())
        .create();
  }

  @AfterEach
  void disconnect() {
    if (client != null) {
      if (manager != null) {
        manager.stop();
      }
      client.namespaces().withName(app).delete();
      client.close();
    }
  }

  private void leaveExecutorsOfAnEarlierDriver() throws Throwable {
    Eventually.within(
        LONG,
        () ->
            assertThat(client.serviceAccounts().inNamespace(app).withName("default").get())
                .isNotNull());
    for (long id = 1; id <= EXECUTORS; id++) {
      client.pods().inNamespace(app).resource(TestPods.executor(app, id, 0)).create();
    }
    Eventually.within(LONG, () -> assertThat(running()).hasSize(EXECUTORS));
  }

  private List<String> running() {
    return client.pods().inNamespace(app).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private void fail(long id) {
    client
        .pods()
        .inNamespace(app)
        .withName(TestPods.name(app, id))
        .editStatus(pod -> SimulatedNode.withPhase(pod, "Failed"));
  }

  private void restart() {
    Map<String, String> settings = Map.of("spark.executor.maxNumFailures", "1");
    manager =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(settings, Map.of()), client, app, app, Optional.empty()),
            TestPods.specs(app),
            backend,
            metrics);
    manager.start();
    manager.setTotalExpectedExecutors(Map.of(0, EXECUTORS));
  }

  private void assertHasItsOwn() throws Throwable {
    String[] own =
        LongStream.rangeClosed(EXECUTORS + 1, 2 * EXECUTORS)
            .mapToObj(id -> TestPods.name(app, id))
            .toArray(String[]::new);
    Eventually.within(LONG, () -> assertThat(running()).containsExactlyInAnyOrder(own));
    assertThat(backend.aborts).isEmpty();
  }

  @Test
  void replacesExecutorsThatExitedWithTheEarlierDriver() throws Throwable {
    leaveExecutorsOfAnEarlierDriver();
    LongStream.rangeClosed(1, EXECUTORS).forEach(this::fail);
    restart();
    assertHasItsOwn();
  }

  @Test
  void replacesExecutorsThatExitAfterTheyWereAdopted() throws Throwable {
    leaveExecutorsOfAnEarlierDriver();
    restart();
    Eventually.knownToRun(LONG, metrics, EXECUTORS);
    LongStream.rangeClosed(1, EXECUTORS).forEach(this::fail);
    assertHasItsOwn();
  }
}
