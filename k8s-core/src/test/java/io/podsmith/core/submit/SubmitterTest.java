// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.PodRole;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.Logged;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.PodsmithVersion;
import io.podsmith.core.submit.saved.AllowedDifferences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dry runs and saved plans; the drivers have ended as soon as they are created. */
class SubmitterTest {
  @RegisterExtension static final StubObjects server = new StubObjects();

  private final List<String> out = new ArrayList<>();
  private final Submitter submitter =
      new Submitter(server.client()).withRecheck(Duration.ofMinutes(1)).withOutput(out::add);

  private static Pod pod() {
    return new PodBuilder(Pods.terminated("Succeeded", 0, "Completed"))
        .editMetadata()
        .withName("pi")
        .endMetadata()
        .editSpec()
        .addNewContainer()
        .withName(Pods.CONTAINER)
        .withImage("spark")
        .endContainer()
        .endSpec()
        .build();
  }

  private static DriverSpec spec(Pod pod) {
    return new DriverSpec(pod, List.of(), List.of(), new TreeMap<>(), List.of());
  }

  private static SparkSettings settings(String dryRun) {
    return SparkSettings.of(
        Map.of(
            "spark.kubernetes.namespace", "jobs",
            "spark.app.name", "Pi",
            "spark.podsmith.submit.dryRun", dryRun),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource({"client, 0", "server, 1"})
  void createsNothingInADryRun(String mode, int requests) throws Exception {
    try (Logged logged = new Logged()) {
      SubmissionResult result = submitter.submit(spec(pod()), settings(mode));

      assertThat(result)
          .extracting(SubmissionResult::submissionId, SubmissionResult::phase)
          .containsExactly("jobs:pi", "DryRun");
      assertThat(out).singleElement().asString().contains("kind: Pod");
      assertThat(server.requests()).hasSize(requests);
      assertThat(logged.text())
          .contains(
              "Created nothing, because spark.podsmith.submit.dryRun is '%s'; remove it to submit"
                  .formatted(mode));
    }
  }

  @Test
  void rejectsInADryRunWhatASubmissionRejects() {
    Pod bare = new PodBuilder(pod()).editSpec().withContainers().endSpec().build();

    assertThatThrownBy(() -> submitter.submit(spec(bare), settings("client")))
        .isInstanceOf(PodsmithException.class)
        .hasMessageStartingWith("[PODSMITH-STEP-002]");
    assertThat(out).isEmpty();
  }

  private static Plan plan() {
    return new Plan(
        new PlanTarget(PodsmithVersion.current(), "4.1.1", "https://kube", "jobs", "Pi", "spark-1"),
        new PlannedRole(
            PodRole.DRIVER, List.of(), List.of(), PodFields.tree(pod()), List.of(), List.of()),
        Optional.empty(),
        "unknown",
        List.of());
  }

  private SubmissionResult apply() throws InterruptedException {
    return submitter.apply(plan(), SparkSettings.of(Map.of(), Map.of()), AllowedDifferences.none());
  }

  @Test
  void appliesASavedPlan() throws Exception {
    SubmissionResult result = apply();

    assertThat(result.submissionId()).isEqualTo("jobs:pi");
    assertThat(result.exitCode()).hasValue(0);
    assertThat(server.requests()).containsExactly("GET /pods/pi", "POST /pods");
  }

  @Test
  void appliesASavedPlanOnlyOnce() throws Exception {
    apply();

    assertThatThrownBy(this::apply)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("so that the plan may have been applied before");
  }
}
