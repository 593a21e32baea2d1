// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.names.UniqueIds;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.planning.Planner;
import io.podsmith.core.planning.PreparedSubmission;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.core.submit.preview.PreviewRuntime;
import io.podsmith.core.submit.saved.AllowedDifferences;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of the built-in steps that are saved and applied later, on any server. */
abstract class SavedPlanContract extends DriverContract {
  @Test
  void createExactlyTheObjectsOfTheFile() throws Exception {
    Plan plan = plan(Map.of());

    SubmissionResult result = apply(plan, Map.of());

    assertThat(result.submissionId()).isEqualTo("%s:%s".formatted(namespace(), DRIVER));
    String uid = pod().getMetadata().getUid();
    assertThat(plan.objects()).hasSizeGreaterThan(2);
    for (Map<String, Object> planned : plan.objects()) {
      HasMetadata wanted = Serialization.unmarshal(Serialization.asJson(planned));
      HasMetadata created = client().resource(wanted).inNamespace(namespace()).get();
      assertContains(
          PodFields.tree(created),
          planned,
          "%s %s".formatted(wanted.getKind(), wanted.getMetadata().getName()));
      if (!wanted.getKind().equals("Pod")) {
        assertThat(created.getMetadata().getOwnerReferences())
            .extracting(OwnerReference::getUid)
            .containsExactly(uid);
      }
    }
  }

  @Test
  void nameTheirStepsInManagedFields() throws Exception {
    apply(plan(Map.of("spark.podsmith.explain.managedFields", "true")), Map.of());

    assertThat(pod().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("podsmith:engine", "podsmith:spark.driver-basics");
  }

  @Test
  void areRejectedIfTheyWereAppliedBefore() throws Exception {
    Plan plan = plan(Map.of());
    apply(plan, Map.of());
    String uid = pod().getMetadata().getUid();

    assertThatThrownBy(() -> apply(plan, Map.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(DRIVER)
        .hasMessageContaining("it exists, so that the plan may have been applied before");
    assertThat(pod().getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void areRejectedInAnotherNamespace() {
    assertThatThrownBy(
            () -> apply(plan(Map.of()), Map.of("spark.kubernetes.namespace", "elsewhere")))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-001")
        .hasMessageContaining("spark.kubernetes.namespace is 'elsewhere'");
    assertThat(client().pods().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  @Test
  void areRejectedIfASecretIsWithheld() {
    assertThatThrownBy(() -> apply(plan(Map.of("spark.my.password", "s3cr3t")), Map.of()))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-002")
        .hasMessageContaining("data[spark.properties] of Secret spark-drv-")
        .hasMessageContaining("is secret and not in it")
        .hasMessageNotContaining("s3cr3t");
    assertThat(client().pods().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  @Test
  void areFilledFromTheirSettings() throws Exception {
    Map<String, String> settings = Map.of("spark.my.password", "s3cr3t");
    Plan plan = read(prepare(settings, Optional.of(42L)));

    new Submitter(client())
        .apply(plan, request(settings, Optional.empty()), AllowedDifferences.none());

    assertThat(client().secrets().inNamespace(namespace()).list().getItems())
        .filteredOn(each -> each.getMetadata().getName().startsWith("spark-drv-"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(plan.objects())
                  .extracting(
                      object -> String.valueOf(((Map<?, ?>) object.get("metadata")).get("name")))
                  .contains(each.getMetadata().getName());
              assertThat(
                      new String(
                          Base64.getDecoder().decode(each.getData().get("spark.properties")),
                          StandardCharsets.UTF_8))
                  .contains("spark.my.password=s3cr3t");
            });
    assertThat(pod().getMetadata().getLabels()).containsEntry("spark-app-selector", "spark-demo");
  }

  @Test
  void areRejectedIfTheSettingsGiveAnotherPlan() {
    Plan plan = read(prepare(Map.of("spark.my.password", "s3cr3t"), Optional.of(42L)));

    assertFillingFails(
        plan,
        Map.of("spark.my.password", "s3cr3t", "spark.kubernetes.driver.label.a", "b"),
        "the given settings give another plan: property spark.kubernetes.driver.label.a is new");
    assertFillingFails(plan, Map.of(), "property spark.my.password is missing");
    assertFillingFails(
        read(prepare(Map.of("spark.my.password", "s3cr3t"), Optional.empty())),
        Map.of("spark.my.password", "s3cr3t"),
        "it has no seed");
  }

  @Test
  void areRejectedIfAFileWasNotUploaded(@TempDir Path directory) throws Exception {
    Path jar = Files.writeString(directory.resolve("app.jar"), "content");
    Map<String, String> settings =
        Map.of(
            "spark.jars", jar.toString(),
            "spark.kubernetes.file.upload.path", directory.toString());

    assertThatThrownBy(() -> apply(plan(settings), Map.of()))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-002")
        .hasMessageContaining("%s/spark-upload-".formatted(directory))
        .hasMessageContaining("was not uploaded");
    assertThat(client().pods().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  private void assertFillingFails(Plan plan, Map<String, String> settings, String words) {
    assertThatThrownBy(
            () ->
                new Submitter(client())
                    .apply(plan, request(settings, Optional.empty()), AllowedDifferences.none()))
        .isInstanceOf(PodsmithException.class)
        .hasMessageContaining("PODSMITH-PLAN-002")
        .hasMessageContaining(words)
        .hasMessageNotContaining("s3cr3t");
    assertThat(client().pods().inNamespace(namespace()).list().getItems()).isEmpty();
    assertThat(client().secrets().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  /** The API server adds defaults and the token of the service account, but changes nothing. */
  private static void assertContains(Object created, Object planned, String path) {
    if (planned instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) ->
              assertContains(
                  created instanceof Map<?, ?> whole ? whole.get(key) : null,
                  value,
                  "%s.%s".formatted(path, key)));
    } else if (planned instanceof List<?> list && created instanceof List<?> whole) {
      assertThat(whole).as(path).hasSizeGreaterThanOrEqualTo(list.size());
      for (int i = 0; i < list.size(); i++) {
        assertContains(whole.get(i), list.get(i), "%s[%d]".formatted(path, i));
      }
    } else {
      assertThat(created).as(path).isEqualTo(planned);
    }
  }

  private SubmissionResult apply(Plan plan, Map<String, String> connection)
      throws InterruptedException {
    return new Submitter(client())
        .apply(plan, SparkSettings.of(connection, Map.of()), AllowedDifferences.none());
  }

  /** Returns a plan as it is read from its file. */
  private Plan plan(Map<String, String> settings) {
    return read(prepare(settings, Optional.empty()));
  }

  private static Plan read(Plan plan) {
    return PlanDocument.read(PlanDocument.toYaml(plan), "plan.yaml");
  }

  private Plan prepare(Map<String, String> settings, Optional<Long> seed) {
    SubmitRequest request = request(settings, seed);
    try (PreparedSubmission prepared =
        Planner.prepare(
            request.settings(), request.runtime(), request.application(), request.origins())) {
      return prepared.plan();
    }
  }

  private SubmitRequest request(Map<String, String> settings, Optional<Long> seed) {
    Map<String, String> all = inNamespace(settings);
    all.put("spark.master", "k8s://https://cluster.example.com:6443");
    String id = seed.isPresent() ? Demo.APP_ID : "spark-%s".formatted(UUID.randomUUID());
    SparkRuntime runtime = new PreviewRuntime(SparkRuntime.standalone("4.1.1"));
    return new SubmitRequest(
        Demo.settings(all),
        Demo.application(id, List.of("1", "true")),
        seed.map(value -> runtime.withIds(UniqueIds.seeded(value))).orElse(runtime));
  }
}
