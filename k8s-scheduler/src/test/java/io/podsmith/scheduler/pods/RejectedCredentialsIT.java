// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.client.ClientPurpose;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.cleanup.ClusterCleanup;
import io.podsmith.scheduler.pods.cleanup.CollectionDeleter;
import io.podsmith.scheduler.pods.cluster.CredentialTrouble;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.SimulatedNode;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that are rejected while the application is cleaned up are reported once. */
class RejectedCredentialsIT {
  private static final String APP = "spark-app";
  private static final String NAMESPACE = "default";
  private static final String TOKEN = "spark.kubernetes.authenticate.oauthToken";

  private final EmbeddedApiServer server =
      EmbeddedApiServer.builder().token("s3cret", "driver").start();
  private final SparkSettings settings = SparkSettings.of(Map.of(TOKEN, "s3cret"), Map.of());
  private final KubernetesClient client =
      KubernetesClients.create(
          "k8s://" + server.url(),
          Optional.of(NAMESPACE),
          "spark.kubernetes.authenticate",
          ClientPurpose.DRIVER,
          settings,
          Optional.empty());
  private final SimulatedNode node = new SimulatedNode(server.client(), NAMESPACE);
  private final ExecutorMetrics metrics = new ExecutorMetrics();
  private final ExecutorPodManager manager =
      ExecutorPodManager.create(
          new ExecutorPodContext(settings, client, NAMESPACE, APP, Optional.empty()),
          TestPods.specs(APP),
          new RecordingBackend(),
          metrics);

  @AfterEach
  void close() {
    manager.stop();
    node.close();
    client.close();
    server.close();
  }

  @Test
  void namesTheSettingWhereTheConfigMapOfExecutorsCannotBeCreated() {
    server.faults().add(Fault.on("create", "*").status(401, "Unauthorized", "Unauthorized"));
    assertThatThrownBy(() -> manager.createConfigMap("ours", Map.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the API server rejected the token in " + TOKEN)
        .message()
        .doesNotContain("s3cret");
  }

  @ParameterizedTest(name = "interrupted: {0}")
  @ValueSource(booleans = {false, true})
  void namesTheSettingOnceAndTheCommandsOnce(boolean isInterrupted) throws Throwable {
    manager.start();
    manager.createConfigMap("ours", Map.of("spark.properties", "a=b"));
    manager.setTotalExpectedExecutors(Map.of(0, 2));
    Eventually.knownToRun(Duration.ofSeconds(30), metrics, 2);
    try (LogLines log =
        new LogLines(CredentialTrouble.class, ClusterCleanup.class, CollectionDeleter.class)) {
      for (String verb : List.of("deletecollection", "delete", "list")) {
        server.faults().add(Fault.on(verb, "*").status(401, "Unauthorized", "Unauthorized"));
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      manager.stop();
      assertThat(Thread.interrupted()).isEqualTo(isInterrupted);

      assertThat(log.with("s3cret")).isEmpty();
      assertThat(log.with("HTTP 401"))
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains(TOKEN);
      assertThat(log.with("kubectl"))
          .singleElement()
          .asString()
          .startsWith("WARN Cannot delete what the application created, as the API server rejects")
          .contains("kubectl delete pods -n default -l spark-app-selector=" + APP)
          .contains("kubectl delete configmaps -n default -l ");
    }
  }
}
