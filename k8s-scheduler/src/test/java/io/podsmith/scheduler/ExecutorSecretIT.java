// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.ExecutorContext;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import io.podsmith.testkit.cluster.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorSecretIT {
  private static final String PROTECT = "spark.podsmith.executor.protectSensitiveEnvironment";

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isThereFromStartToEnd() {
    Pod driver =
        server
            .client()
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("driver")
                    .endMetadata()
                    .withNewSpec()
                    .addNewContainer()
                    .withName("spark")
                    .withImage("spark:4.1.1")
                    .endContainer()
                    .endSpec()
                    .build())
            .create();
    ExecutorSecret secret = secret(Optional.of(driver), PROTECT, "true").orElseThrow();

    secret.create();

    Secret created = server.client().secrets().withName("spark-exec-1-env").get();
    assertThat(created.getData())
        .as("base64 of s3cret")
        .containsExactlyEntriesOf(Map.of("_SPARK_AUTH_SECRET", "czNjcmV0"));
    assertThat(created.getImmutable()).isTrue();
    assertThat(created.getMetadata().getLabels())
        .containsEntry("spark-app-selector", "spark-1")
        .containsEntry("spark-role", "executor");
    assertThat(created.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getUid()).isEqualTo(driver.getMetadata().getUid()));

    secret.delete();

    assertThat(server.client().secrets().withName("spark-exec-1-env").get()).isNull();
  }

  @Test
  void isNotMadeUnlessAskedFor() {
    assertThat(secret(Optional.empty())).isEmpty();
  }

  @Test
  void saysWhichSettingDoesWithoutIt() {
    server
        .faults()
        .add(
            Fault.on("create", "secrets")
                .forbidden("secrets is forbidden: User \"pi\" cannot create resource \"secrets\""));
    ExecutorSecret secret = secret(Optional.empty(), PROTECT, "true").orElseThrow();

    assertThatThrownBy(secret::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-002]")
        .hasMessageContaining("cannot create secret spark-exec-1-env in namespace default")
        .hasMessageContaining(PROTECT + " to false")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void doesNotHoldUpTheEndWhereItCannotBeDeleted() {
    ExecutorSecret secret = secret(Optional.empty(), PROTECT, "true").orElseThrow();
    secret.create();
    server.faults().add(Fault.on("delete", "secrets").forbidden("secrets is forbidden"));

    secret.delete();

    assertThat(server.client().secrets().withName("spark-exec-1-env").get()).isNotNull();
  }

  private Optional<ExecutorSecret> secret(Optional<Pod> driver, String... settings) {
    Map<String, String> all = new TreeMap<>(Map.of("spark.kubernetes.container.image", "spark"));
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return ExecutorSecret.of(
        new ExecutorContext(
            SparkSettings.of(all, Map.of()),
            SparkRuntime.standalone("4.1.1"),
            "spark-1",
            driver,
            "spark://CoarseGrainedScheduler@driver:7078",
            List.of(),
            List.of(),
            Map.of("_SPARK_AUTH_SECRET", "s3cret"),
            "spark-exec-1-conf-map",
            List.of()),
        server.client());
  }

  @Test
  void isThereThoughTheAnswerIsLost() {
    server.faults().add(Fault.on("create", "secrets").times(1).dropResponse());

    secret(Optional.empty(), PROTECT, "true").orElseThrow().create();

    assertThat(server.client().secrets().withName("spark-exec-1-env").get()).isNotNull();
  }
}
