// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.Logged;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import io.podsmith.core.submit.StubTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken over, replaced or left alone if an object of the wanted name exists. */
class GuardedCreationTest {
  private static final Optional<String> STEP = Optional.of("step acme.logs from logs.jar");
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final StubTime time = new StubTime();
  private final ConfigMapBuilder wanted =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withName("shared")
          .endMetadata()
          .withData(Map.of("key", "value"));

  private GuardedCreation creation() {
    Pod driver =
        new PodBuilder()
            .withNewMetadata()
            .addToLabels("spark-app-selector", "spark-1")
            .endMetadata()
            .build();
    return new GuardedCreation(server.client(), "jobs", driver, time);
  }

  private HasMetadata create() throws InterruptedException {
    return creation().create(wanted.build(), Optional.of("uid-of-pi"), STEP);
  }

  private ConfigMapBuilder owned(String kind, String name, String uid) {
    return new ConfigMapBuilder(wanted.build())
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind(kind)
        .withName(name)
        .withUid(uid)
        .endOwnerReference()
        .endMetadata();
  }

  private static void pod(String name, String phase) {
    PodBuilder pod = new PodBuilder().withNewMetadata().withName(name).endMetadata();
    server.put(
        phase.isEmpty() ? pod.build() : pod.withNewStatus().withPhase(phase).endStatus().build());
  }

  private void assertForeign(String whose) {
    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "[PODSMITH-CLUSTER-006] cannot create configmap shared in namespace jobs: it exists and"
                + " %s; step acme.logs from logs.jar must build the name from".formatted(whose)
                + " conf.resourceNamePrefix(), so that it is unique to the application; if it is no"
                + " longer needed, delete it with: kubectl delete configmaps shared -n jobs");
    assertThat(server.changes()).containsExactly("POST /configmaps");
    assertThatThrownBy(() -> creation().requireFree(wanted.build(), Optional.empty()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(
            "it exists and %s; change spark.kubernetes.driver.resourceNamePrefix; if it"
                .formatted(whose));
  }

  private void assertReplaced() throws InterruptedException {
    try (Logged logged = new Logged()) {
      assertThatCode(() -> creation().requireFree(wanted.build(), STEP)).doesNotThrowAnyException();
      assertThat(server.changes()).as("the check changes nothing").isEmpty();

      HasMetadata created = create();

      assertThat(created.getMetadata().getOwnerReferences()).isEmpty();
      assertThat(server.changes())
          .containsExactly("POST /configmaps", "DELETE /configmaps/shared", "POST /configmaps");
      assertThat(server.bodies("DELETE /configmaps/shared").get(0))
          .as("a change in the meantime keeps it from being deleted")
          .contains("\"resourceVersion\":\"1\"");
      assertThat(time.pauses()).containsExactly(Duration.ofMillis(100));
      assertThat(logged.text())
          .contains(
              "Replacing configmap shared in namespace jobs, a leftover of a driver that has ended");
    }
  }

  @Test
  void createsWhatDoesNotExist() throws Exception {
    creation().requireFree(wanted.build(), STEP);

    assertThat(create().getMetadata().getName()).isEqualTo("shared");

    assertThat(server.changes()).containsExactly("POST /configmaps");
    assertThat(server.names()).contains("shared");
  }

  @Test
  void takesWhatALostRequestCreatedWithTheDriverAsItsOwner() throws Exception {
    server.put(owned("Pod", "pi", "uid-of-pi").build());

    assertThat(create().getMetadata().getOwnerReferences()).hasSize(1);

    assertThat(server.changes()).containsExactly("POST /configmaps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Succeeded", "Failed"})
  void replacesWhatADriverThatHasEndedLeft(String phase) throws Exception {
    server.put(owned("Pod", "old", "uid-of-old").build());
    pod("old", phase);

    assertReplaced();
  }

  @Test
  void replacesWhatADeletedDriverLeft() throws Exception {
    server.put(owned("Pod", "old", "uid-of-old").build());

    assertReplaced();
  }

  @Test
  void replacesWhatADriverLeftWhoseNameAnotherOneHasNow() throws Exception {
    server.put(owned("Pod", "old", "uid-before").build());
    pod("old", "Running");

    assertReplaced();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pending", "Running", "Unknown"})
  void leavesAloneWhatAnotherDriverUses(String phase) {
    server.put(owned("Pod", "old", "uid-of-old").build());
    pod("old", phase);

    assertForeign("belongs to Pod old");
  }

  @Test
  void leavesAloneWhatOneOfItsOwnersUses() {
    server.put(
        owned("Pod", "old", "uid-of-old")
            .editMetadata()
            .addNewOwnerReference()
            .withKind("Pod")
            .withName("gone")
            .withUid("x")
            .endOwnerReference()
            .endMetadata()
            .build());
    pod("old", "Running");

    assertForeign("belongs to Pod old");
  }

  @Test
  void leavesAloneWhatBelongsToAnythingButAPod() {
    server.put(owned("Deployment", "old", "x").build());

    assertForeign("belongs to Deployment old");
    assertThat(server.requests()).noneMatch(each -> each.contains("/pods"));
  }

  /** What has no owner; the age is in minutes. */
  @ParameterizedTest
  @CsvSource({
    // label, value, age, whose it is
    "spark-1, value, 90, ours",
    "spark-1, other, 0, ours",
    "spark-2, value, 0, belongs to application spark-2",
    ", value, 0, ours",
    ", other, 0, was not created by this application",
    ", value, 90, was not created by this application"
  })
  void takesOnlyItsOwnObjects(String label, String value, int age, String whose) throws Exception {
    ConfigMap found =
        new ConfigMapBuilder(wanted.build())
            .editMetadata()
            .withCreationTimestamp(Instant.now().minus(Duration.ofMinutes(age)).toString())
            .withLabels(label == null ? Map.of() : Map.of("spark-app-selector", label))
            .endMetadata()
            .withData(Map.of("key", value, "more", "x"))
            .build();
    server.put(found);

    if (whose.equals("ours")) {
      assertThat(create()).extracting(it -> ((ConfigMap) it).getData().get("key")).isEqualTo(value);
      assertThat(server.changes()).containsExactly("POST /configmaps");
    } else {
      assertForeign(whose);
    }
  }

  @Test
  void takesNothingThatLacksAPartOfWhatIsWanted() {
    server.put(new ConfigMapBuilder(wanted.build()).withData(Map.of()).build());

    assertForeign("was not created by this application");
  }

  private ConfigMap dying() {
    return owned("Pod", "old", "uid-of-old")
        .editMetadata()
        .withDeletionTimestamp("2026-11-29T08:00:00Z")
        .addToFinalizers("acme/slow")
        .endMetadata()
        .build();
  }

  @Test
  void waitsForWhatIsBeingDeleted() throws Exception {
    server.put(dying());
    pod("old", "Running");
    time.duringPause(
        count -> {
          if (count == 3) {
            server.remove(dying());
          }
        });

    assertThat(create().getMetadata().getDeletionTimestamp()).isNull();

    assertThat(server.changes()).as("not deleted again").containsOnly("POST /configmaps");
    assertThat(time.now()).isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void waitsTenSecondsForWhatIsBeingDeleted() {
    server.put(dying());

    assertThatThrownBy(this::create)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("already exists");

    assertThat(time.now()).isEqualTo(Duration.ofMillis(10_100));
  }

  @Test
  void stopsWaitingWhenItIsInterrupted() {
    server.put(dying());
    time.duringPause(count -> Thread.currentThread().interrupt());

    assertThatThrownBy(this::create).isInstanceOf(InterruptedException.class);

    assertThat(time.pauses()).hasSize(1);
  }

  @Test
  void createsWhatWasDeletedSinceTheConflict() throws Exception {
    server.answer("POST /configmaps", Answer.status(409, "AlreadyExists", "already exists"));
    time.duringPause(count -> server.heal());

    create();

    assertThat(server.requests())
        .containsExactly("POST /configmaps", "GET /configmaps/shared", "POST /configmaps");
  }

  @Test
  void findsOutByTheCreationWhatMayNotBeRead() {
    server.answer("GET /configmaps/shared", Answer.status(403, "Forbidden", "denied"));

    assertThatCode(() -> creation().requireFree(wanted.build(), STEP)).doesNotThrowAnyException();
    assertThatCode(this::create).doesNotThrowAnyException();
    assertThatThrownBy(this::create)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("denied");
  }

  @Test
  void passesOnWhyAnObjectIsRejected() {
    server.answer("POST /configmaps", Answer.status(422, "Invalid", "too long"));

    assertThatThrownBy(this::create)
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("too long");
    assertThat(server.requests()).containsExactly("POST /configmaps");
  }
}
