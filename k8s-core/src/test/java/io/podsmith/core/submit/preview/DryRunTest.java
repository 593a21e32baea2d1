// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.SubmissionLease;
import io.podsmith.core.builder.history.Author;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.SpecOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.planning.Withholding;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a dry run prints, and which requests it sends. */
class DryRunTest {
  private static final String HEAD =
      """
      # The objects that the submission would create, in the order of their creation.
      # The driver pod would own all other objects of its namespace.
      """;

  @RegisterExtension static final StubObjects server = new StubObjects();

  private final ConfigMap map = configMap("map");

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("key", "value")
        .build();
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi")
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-1")
        .endSpec()
        .build();
  }

  /** Returns a driver: objects whose names begin with {@code u} are unique. */
  private DriverSpec spec(List<HasMetadata> before, List<HasMetadata> after) {
    StepInfo info =
        new StepInfo(
            "acme.x",
            "",
            StepPhase.values()[0],
            StepScope.values()[0],
            "x.jar",
            "com.acme.X",
            true);
    SpecOrigins origins =
        SpecOrigins.of(
            PodHistory.of(Author.NOBODY, SparkPod.empty()),
            Map.of(map, Author.step(info, "driver")),
            Set.of("u-"),
            List.of());
    return new DriverSpec(
        pod(), before, after, new TreeMap<>(), List.of(), origins, "", Optional.empty(), "");
  }

  private DryRun dryRun(List<HasMetadata> before, List<HasMetadata> after) {
    DriverSpec spec = spec(before, after);
    SparkSettings settings = SparkSettings.of(Map.of(), Map.of());
    return new DryRun(spec, "jobs", Withholding.of(spec, settings, Set.of()));
  }

  private String onServer(List<HasMetadata> before, List<HasMetadata> after) {
    return dryRun(before, after).onServer(server.client(), (spec, target) -> "Grant it");
  }

  @Test
  void printsObjectsInTheOrderOfTheirCreation() {
    HasMetadata secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("secret")
            .withNamespace("shared")
            .endMetadata()
            .addToData("password", "aHVudGVyMg==")
            .build();
    HasMetadata volume =
        new PersistentVolumeBuilder().withNewMetadata().withName("data").endMetadata().build();

    assertThat(dryRun(List.of(map), List.of(secret, volume)).onClient())
        .isEqualTo(
            HEAD
                + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: map
                  namespace: jobs
                data:
                  key: value
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: pi
                  namespace: jobs
                spec:
                  nodeName: node-1
                ---
                # The values of this Secret are not shown: replace (secret) before you apply it.
                apiVersion: v1
                kind: Secret
                metadata:
                  name: secret
                  namespace: shared
                stringData:
                  password: "(secret)"
                ---
                apiVersion: v1
                kind: PersistentVolume
                metadata:
                  name: data
                """);
  }

  @Test
  void saysWhatToRemoveOfAnAtomicSubmission() {
    assertThat(dryRun(List.of(lease()), List.of()).onClient())
        .startsWith(
            HEAD
                + """
                # As its last requests, an atomic submission removes the scheduling gate podsmith.io/submission of the pod and
                # deletes the Job; remove both before you apply this.
                ---
                """);
  }

  private static HasMetadata lease() {
    return new JobBuilder()
        .withNewMetadata()
        .withName("u-lease")
        .addToLabels(SubmissionLease.LABEL, "true")
        .endMetadata()
        .build();
  }

  @Test
  void sendsObjectsAsTheSubmissionDoes() {
    String text = onServer(List.of(lease(), map, configMap("u-1")), List.of());

    assertThat(text).startsWith(HEAD).contains("kind: Job", "name: u-1", "kind: Pod");
    assertThat(server.requests())
        .containsExactly("POST /jobs", "POST /configmaps", "PATCH /configmaps/u-1", "POST /pods");
    assertThat(server.queries()).allSatisfy(query -> assertThat(query).contains("dryRun=All"));
  }

  @Test
  void showsWhatTheApiServerWouldChange() {
    Pod answer =
        new PodBuilder(pod())
            .editMetadata()
            .withUid("u")
            .withResourceVersion("7")
            .withCreationTimestamp("2026-11-29T08:00:00Z")
            .withNamespace("jobs")
            .addToAnnotations("webhook", "a\nb")
            .endMetadata()
            .editSpec()
            .withNodeName(null)
            .withRestartPolicy("Always")
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .endStatus()
            .build();
    server.answer("POST /pods", new Answer(201, Serialization.asJson(answer)));

    assertThat(onServer(List.of(), List.of()))
        .isEqualTo(
            HEAD
                + """
                ---
                # The API server would set or change:
                #   metadata.annotations.webhook: a\\nb (api-server)
                #   metadata.namespace: jobs (api-server)
                #   spec.restartPolicy: Always (api-server)
                #   spec.nodeName: removed (api-server; was node-1)
                apiVersion: v1
                kind: Pod
                metadata:
                  name: pi
                  namespace: jobs
                spec:
                  nodeName: node-1
                """);
  }

  @ParameterizedTest
  @CsvSource({
    "422, 'The ConfigMap was returned by step acme.x from x.jar'",
    "403, 'The ConfigMap was returned by step acme.x from x.jar. Grant it'"
  })
  void namesTheStepBehindAnObjectThatIsRejected(int status, String end) {
    server.answer("POST /configmaps", Answer.status(status, "No", "no luck"));

    assertThatThrownBy(() -> onServer(List.of(map), List.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create configmap map in namespace jobs")
        .hasMessageEndingWith(". " + end);
  }

  @ParameterizedTest
  @CsvSource({"422, 'rejected it: no luck'", "403, '. Grant it'"})
  void saysWhyAPodIsRejected(int status, String end) {
    server.answer("POST /pods", Answer.status(status, "No", "no luck"));

    assertThatThrownBy(() -> onServer(List.of(), List.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cannot create pod pi in namespace jobs")
        .hasMessageEndingWith(end);
  }
}
