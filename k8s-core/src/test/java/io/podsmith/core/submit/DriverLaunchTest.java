// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.Logged;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.DriverWatch.Pace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a submission logs and returns, with and without waiting for the end. */
class DriverLaunchTest {
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final Map<String, String> settings =
      new HashMap<>(Map.of("spark.kubernetes.namespace", "jobs", "spark.app.name", "Pi"));

  private static PodBuilder driver() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("pi-driver")
        .addToLabels("spark-app-selector", "spark-1")
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName(Pods.CONTAINER)
        .withImage("spark")
        .endContainer()
        .endSpec();
  }

  /** Returns a driver that has ended as soon as it is created. */
  private static Pod ended(int exitCode) {
    return driver()
        .withStatus(
            Pods.terminated(exitCode == 0 ? "Succeeded" : "Failed", exitCode, "Error").getStatus())
        .build();
  }

  private SubmissionResult launch(Pod pod) throws InterruptedException {
    DriverSpec spec = new DriverSpec(pod, List.of(), List.of(), new TreeMap<>(), List.of());
    SparkSettings all = SparkSettings.of(settings, Map.of());
    return new DriverLaunch(server.client(), Pace.USUAL)
        .run(spec, all, () -> Map.of("spec.restartPolicy", "acme.x"));
  }

  @Test
  void returnsAtOnceIfItNeedNotWait() throws Exception {
    settings.put("spark.kubernetes.submission.waitAppCompletion", "false");

    try (Logged logged = new Logged()) {
      SubmissionResult result = launch(driver().build());

      assertThat(result)
          .isEqualTo(
              new SubmissionResult(
                  "jobs:pi-driver",
                  "Unknown",
                  java.util.OptionalInt.empty(),
                  java.util.Optional.empty()));
      assertThat(logged.text())
          .contains(
              "Deployed Spark application Pi with application ID spark-1 and submission ID"
                  + " jobs:pi-driver into Kubernetes");
    }
    assertThat(server.requests()).containsExactly("POST /pods");
  }

  @ParameterizedTest
  @CsvSource({"0, finished", "3, failed"})
  void logsTheEnd(int exitCode, String end) throws Exception {
    try (Logged logged = new Logged()) {
      SubmissionResult result = launch(ended(exitCode));

      assertThat(result.exitCode()).hasValue(exitCode);
      assertThat(result.failure().isPresent()).isEqualTo(exitCode != 0);
      assertThat(logged.text())
          .containsSubsequence(
              "Created the driver:",
              "pod name: pi-driver",
              "Waiting for application Pi with application ID spark-1 and submission ID"
                  + " jobs:pi-driver to finish...",
              "Application Pi with application ID spark-1 and submission ID jobs:pi-driver " + end);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void setsManagedFieldsIfItShall(String isSet, int patches) throws Exception {
    settings.put("spark.podsmith.explain.managedFields", isSet);

    launch(ended(0));

    assertThat(server.bodies("PATCH /pods/pi-driver")).hasSize(patches);
    assertThat(server.bodies("PATCH /pods/pi-driver"))
        .allSatisfy(body -> assertThat(body).contains("podsmith:acme.x", "f:restartPolicy"));
  }

  @Test
  void namesAnApplicationWithoutAnIdByItsPod() throws Exception {
    try (Logged logged = new Logged()) {
      launch(new PodBuilder(ended(0)).editMetadata().withLabels(null).endMetadata().build());
      server.clear();
      launch(
          new PodBuilder(ended(0))
              .editMetadata()
              .withLabels(Map.of("team", "a"))
              .endMetadata()
              .build());

      assertThat(logged.text().split("Waiting for application Pi with application ID pi-driver"))
          .hasSize(3);
    }
  }

  private void assertRejected(Pod pod) {
    assertThatThrownBy(() -> launch(pod))
        .isInstanceOf(PodsmithException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-002] no feature step set the name of the driver")
        .hasMessageContaining("add the jar k8s-steps-builtin to the classpath");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void rejectsAPodThatNoBasicStepHasBuilt() {
    assertRejected(driver().editMetadata().withName(null).endMetadata().build());
    assertRejected(driver().editMetadata().withName("").endMetadata().build());
    assertRejected(driver().editSpec().withContainers().endSpec().build());
    assertRejected(
        driver().editSpec().editFirstContainer().withImage(null).endContainer().endSpec().build());
    assertRejected(
        driver()
            .editSpec()
            .editFirstContainer()
            .withName("sidecar")
            .endContainer()
            .endSpec()
            .build());
  }
}
