// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.creation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.Logged;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import io.podsmith.core.submit.StubTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests an atomic submission sends, and what happens if one fails. */
class AtomicCreationTest {
  private static final Answer INVALID = Answer.status(422, "Invalid", "too long");
  private static final String OWNED_BY_JOB = "\"uid\":\"uid-of-lease\"";
  private static final String OWNED_BY_POD = "\"uid\":\"uid-of-pi\"";
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final StubTime time = new StubTime();
  private final ConfigMap map = configMap("map");
  private final PersistentVolumeClaim claim =
      new PersistentVolumeClaimBuilder().withNewMetadata().withName("data").endMetadata().build();

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static Job lease() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("lease")
        .addToLabels(SubmissionLease.LABEL, "true")
        .addToLabels("spark-app-selector", "spark-1")
        .endMetadata()
        .withNewSpec()
        .withParallelism(0)
        .withActiveDeadlineSeconds(40L)
        .withTtlSecondsAfterFinished(0)
        .endSpec()
        .build();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .addToLabels("spark-app-selector", "spark-1")
        .addNewOwnerReference()
        .withApiVersion("acme.com/v1")
        .withKind("Workflow")
        .withUid("uid-of-workflow")
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addToSchedulingGates(new PodSchedulingGate(SubmissionLease.GATE))
        .endSpec()
        .build();
  }

  /** Creates a driver all of whose objects but claims must be new. */
  private Pod create(List<HasMetadata> before, List<HasMetadata> after)
      throws InterruptedException {
    List<HasMetadata> all = new ArrayList<>(List.of(lease()));
    all.addAll(before);
    DriverSpec spec =
        new DriverSpec(
            pod(),
            all,
            after,
            new TreeMap<>(),
            List.of(),
            SpecOrigins.ofSavedPlan(),
            "",
            Optional.empty(),
            "");
    return new DriverCreation(server.client(), "jobs", time).create(spec);
  }

  private Pod create() throws InterruptedException {
    return create(List.of(map), List.of(configMap("conf")));
  }

  @Test
  void createsAllForTheJobAndReleasesThePodInTheEnd() throws Exception {
    Pod created = create(List.of(map, claim), List.of(configMap("conf")));

    assertThat(created.getMetadata().getUid()).isEqualTo("uid-of-pi");
    assertThat(server.changes())
        .containsExactly(
            "POST /jobs",
            "POST /configmaps",
            "POST /persistentvolumeclaims",
            "POST /pods",
            "PATCH /configmaps/map",
            "PATCH /persistentvolumeclaims/data",
            "POST /configmaps",
            "PATCH /pods/pi",
            "DELETE /jobs/lease");
    assertThat(server.bodies("POST /configmaps").get(0)).contains(OWNED_BY_JOB);
    assertThat(server.bodies("POST /persistentvolumeclaims").get(0)).contains(OWNED_BY_JOB);
    assertThat(server.bodies("POST /pods").get(0)).contains(OWNED_BY_JOB);
    assertThat(server.bodies("PATCH /configmaps/map").get(0)).contains(OWNED_BY_POD);
    assertThat(server.bodies("POST /configmaps").get(1)).contains(OWNED_BY_POD);
    assertThat(server.requests())
        .as("needs no right to read the pod")
        .doesNotContain("GET /pods/pi");
  }

  @Test
  void removesTheGateAndTheJobFromThePodInOneRequest() throws Exception {
    create();

    String patch = server.bodies("PATCH /pods/pi").get(0);
    assertThat(Serialization.unmarshal(patch, java.util.Map.class))
        .isEqualTo(
            Serialization.unmarshal(
                """
                {"metadata": {"uid": "uid-of-pi", "ownerReferences": [
                  {"$patch": "delete", "uid": "uid-of-lease"},
                  {"apiVersion": "acme.com/v1", "kind": "Workflow", "uid": "uid-of-workflow"}]},
                 "spec": {"schedulingGates": [
                  {"$patch": "delete", "name": "podsmith.io/submission"}]}}
                """,
                java.util.Map.class));
    assertThat(server.bodies("DELETE /jobs/lease").get(0))
        .contains("\"propagationPolicy\":\"Background\"");
  }

  @Test
  void ownsWhatExistedOnlyWhenTheDriverCanStart() throws Exception {
    server.put(claim);

    create(List.of(claim), List.of());

    assertThat(server.changes())
        .containsExactly(
            "POST /jobs",
            "POST /persistentvolumeclaims",
            "PATCH /persistentvolumeclaims/data",
            "POST /pods",
            "PATCH /pods/pi",
            "PATCH /persistentvolumeclaims/data",
            "DELETE /jobs/lease");
    assertThat(server.bodies("PATCH /persistentvolumeclaims/data").get(0))
        .doesNotContain("ownerReferences");
    assertThat(server.bodies("PATCH /persistentvolumeclaims/data").get(1)).contains(OWNED_BY_POD);
  }

  @Test
  void ownsWhatExistedBesideTheDriverLikewise() throws Exception {
    server.put(claim);

    create(List.of(), List.of(claim));

    assertThat(server.changes())
        .containsSubsequence(
            "PATCH /persistentvolumeclaims/data",
            "PATCH /pods/pi",
            "PATCH /persistentvolumeclaims/data");
  }

  @Test
  void warnsIfThePodCannotOwnWhatExisted() throws Exception {
    server.put(claim);
    server.onRequest(
        "PATCH /pods/pi", () -> server.answer("PATCH /persistentvolumeclaims/data", INVALID));
    try (Logged logged = new Logged()) {
      create(List.of(claim), List.of());

      assertThat(logged.text())
          .contains(
              "persistentvolumeclaim data in namespace jobs outlives the driver, because the API"
                  + " server rejected the driver pod as its owner (",
              "too long");
    }
    assertThat(server.names()).contains("pi").doesNotContain("lease");
  }

  @Test
  void knowsAClaimThatALostRequestCreatedForTheJob() throws Exception {
    PersistentVolumeClaim created =
        new PersistentVolumeClaimBuilder(claim)
            .editMetadata()
            .addNewOwnerReference()
            .withUid("uid-of-lease")
            .endOwnerReference()
            .endMetadata()
            .build();
    server.answer(
        "POST /persistentvolumeclaims", Answer.status(409, "AlreadyExists", "already exists"));
    server.answer(
        "PATCH /persistentvolumeclaims/data", new Answer(200, Serialization.asJson(created)));
    server.answer("POST /pods", INVALID);

    assertThatThrownBy(() -> create(List.of(claim), List.of()))
        .hasMessageContaining(
            "eleted again: persistentvolumeclaim data in namespace jobs, job lease in namespace");
  }

  @Test
  void saysThatAClaimMayHaveBeenCreated() {
    server.answer("POST /persistentvolumeclaims", Answer.CUT);

    assertThatThrownBy(() -> create(List.of(claim), List.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("eleted again: job lease in namespace jobs")
        .hasMessageContaining("may have been created: persistentvolumeclaim data");
  }

  @ParameterizedTest
  @ValueSource(ints = {422, 409})
  void saysNothingOfAClaimThatWasRejected(int status) {
    server.answer("POST /persistentvolumeclaims", Answer.status(status, "Bad", "no luck"));
    server.answer("PATCH /persistentvolumeclaims/data", INVALID);

    assertThatThrownBy(() -> create(List.of(claim), List.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageNotContaining("may have been created");
  }

  @Test
  void deletesAllIfAnObjectIsRejected() {
    server.answer("PATCH /pods/pi", Answer.status(403, "Forbidden", "denied"));

    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-002] cannot patch pod pi in namespace jobs")
        .hasMessageContaining(
            "An atomic submission requires the verb patch for pods;"
                + " spark.podsmith.submission.atomic=false does not");
    assertThat(server.names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void expiresIfThePodIsGone(int status) {
    server.answer("PATCH /pods/pi", Answer.status(status, "Gone", "no luck"));

    assertExpired();
  }

  @Test
  void expiresIfThePodIsBeingDeleted() {
    Pod dying =
        new PodBuilder(pod())
            .editMetadata()
            .withDeletionTimestamp("2026-11-29T08:00:00Z")
            .endMetadata()
            .build();
    server.answer("PATCH /pods/pi", new Answer(200, Serialization.asJson(dying)));

    assertExpired();
  }

  private void assertExpired() {
    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith("[PODSMITH-CLUSTER-007] cannot submit pod pi in namespace jobs")
        .hasMessageContaining("(0 s of spark.podsmith.submission.atomic.timeout=40 s)");
    assertThat(server.names()).isEmpty();
  }

  @Test
  void doesNotStartADriverWithoutItsGate() {
    Pod bare = new PodBuilder(pod()).editSpec().withSchedulingGates().endSpec().build();
    bare.getMetadata().setUid("uid-of-pi");
    server.answer("POST /pods", new Answer(201, Serialization.asJson(bare)));

    assertThatThrownBy(this::create)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("the API server dropped the scheduling gate");

    assertThat(server.changes()).contains("DELETE /pods/pi", "DELETE /jobs/lease");
  }

  @Test
  void onlyWarnsIfTheJobCannotBeDeleted() throws Exception {
    server.answer("DELETE /jobs/lease", Answer.status(403, "Forbidden", "denied"));

    try (Logged logged = new Logged()) {
      create();

      assertThat(logged.text())
          .contains("Cannot delete job lease in namespace jobs (", "deletes it within 40 s");
    }
  }
}
