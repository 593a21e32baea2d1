// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.PodRole;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.submit.StubApiServer.Answer;
import io.podsmith.core.submit.StubObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedPlanTest {
  private static final Writer STEP = new Writer(Writer.Kind.STEP, "acme.x");
  private static final Writer TEMPLATE = new Writer(Writer.Kind.TEMPLATE, "driver.yaml");
  private static final StepArtifact ARTIFACT = new StepArtifact("x.jar", "x.jar", "1", "");
  private static final Pod POD =
      new PodBuilder().withNewMetadata().withName("pi").endMetadata().build();

  private static PlannedObject object(boolean isBeforePod, String kind, String name, Object data) {
    return new PlannedObject(
        isBeforePod,
        STEP,
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            kind,
            "metadata",
            Map.of("name", name),
            "data",
            Map.of("key", data)));
  }

  private static PlannedStep step(String id) {
    return new PlannedStep(id, "BASE", ARTIFACT, List.of());
  }

  private static SavedPlan plan(PlannedObject... objects) {
    PlannedRole driver =
        new PlannedRole(
            PodRole.DRIVER,
            List.of(step("acme.x"), step("acme.idle"), step("acme.y")),
            List.of(),
            PodFields.tree(POD),
            List.of(objects),
            List.of(
                field("metadata.name", new Write(STEP, "pi", List.of())),
                field(
                    "spec.a", new Write(TEMPLATE, "1", List.of()), new Write(STEP, "2", List.of())),
                field("spec.b", new Write(TEMPLATE, "1", List.of())),
                field(
                    "spec.gone",
                    new Write(TEMPLATE, "1", List.of()),
                    new Write(STEP, FieldProvenance.REMOVED, List.of())),
                field("spec.unknown"),
                field(
                    "spec.y", new Write(new Writer(Writer.Kind.STEP, "acme.y"), "1", List.of()))));
    return new SavedPlan(
        new Plan(
            new PlanTarget("0.1", "4.1.1", "https://kube.example.com", "jobs", "pi", "spark-1"),
            driver,
            Optional.empty(),
            "no executor",
            List.of(read("spark.a", Optional.of("1")), read("spark.b", Optional.empty()))));
  }

  private static FieldProvenance field(String path, Write... writes) {
    return new FieldProvenance(path, List.of(writes));
  }

  private static SettingRead read(String key, Optional<String> value) {
    return new SettingRead(key, value, SettingOrigin.of(SettingOrigin.Kind.SPARK));
  }

  @Test
  void becomesWhatIsCreated() {
    DriverSpec spec =
        plan(object(true, "ConfigMap", "pre", "1"), object(false, "ConfigMap", "conf", "2")).spec();

    assertThat(spec.pod().getMetadata().getName()).isEqualTo("pi");
    assertThat(spec.preResources())
        .extracting((HasMetadata each) -> each.getMetadata().getName())
        .containsExactly("pre");
    assertThat(spec.resources())
        .extracting((HasMetadata each) -> each.getMetadata().getName())
        .containsExactly("conf");
    assertThat(spec.systemProperties()).containsExactly(Map.entry("spark.a", "1"));
    assertThat(spec.executorUnknown()).isEqualTo("no executor");
    assertThat(spec.origins().mustBeNew(spec.resources().get(0), "jobs"))
        .as("whether it leaves objects of others alone")
        .isTrue();
  }

  @Test
  void namesTheStepsThatWroteFields() {
    assertThat(plan().writers())
        .containsExactly(
            Map.entry("metadata.name", "acme.x"),
            Map.entry("spec.a", "acme.x"),
            Map.entry("spec.b", "template"),
            Map.entry("spec.y", "acme.y"));
    assertThat(plan().spec().contributions())
        .extracting(each -> "%s %s".formatted(each.stepId(), each.parts()))
        .containsExactly("acme.x [2 fields]", "acme.y [1 fields]");
  }

  @Test
  void isCompleteWithoutSecretsAndUploads() {
    SavedPlan plan =
        plan(
            object(
                false,
                "ConfigMap",
                "conf",
                "s3a://x/spark-upload-0b1f2e3d-0000-4000-8000-000000000000/a.jar"));

    assertThat(plan.lacking()).isEmpty();
    assertThatCode(plan::requireComplete).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(secret)", "password=(secret)"})
  void lacksWhatIsSecret(String value) {
    SavedPlan plan = plan(object(false, "Secret", "conf", value));

    assertThat(plan.lacking())
        .hasValue(
            "the plan cannot be applied as it is, because data.key of Secret conf is secret and"
                + " not in it");
    assertThatThrownBy(plan::requireComplete)
        .isInstanceOf(PodsmithException.class)
        .hasMessageStartingWith("[PODSMITH-PLAN-")
        .hasMessageEndingWith(
            "is secret and not in it; pass the settings and the application that it was made"
                + " from");
  }

  @Test
  void lacksWhatWasNotUploaded() {
    String uri = "s3a://x/spark-upload-0b1f2e3d-0000-3000-8000-000000000000/a.jar";

    assertThat(plan(object(true, "ConfigMap", "conf", "jars=b.jar,%s".formatted(uri))).lacking())
        .hasValue(
            "the plan cannot be applied as it is, because %s was not uploaded".formatted(uri));
  }

  @Test
  void isNotAppliedTwice() {
    try (StubObjects server = new StubObjects()) {
      assertThatCode(() -> SavedPlan.requireNotApplied(server.client(), POD, "jobs"))
          .doesNotThrowAnyException();

      server.put(POD);
      assertThatThrownBy(() -> SavedPlan.requireNotApplied(server.client(), POD, "jobs"))
          .isInstanceOf(ClusterException.class)
          .hasMessage(
              "[PODSMITH-CLUSTER-006] cannot create pod pi in namespace jobs: it exists, so that"
                  + " the plan may have been applied before; plan again, or delete it with:"
                  + " kubectl delete pods pi -n jobs");

      server.answer("GET /pods/pi", Answer.status(403, "Forbidden", "denied"));
      assertThatThrownBy(() -> SavedPlan.requireNotApplied(server.client(), POD, "jobs"))
          .isInstanceOf(ClusterException.class)
          .hasMessageStartingWith("[PODSMITH-CLUSTER-002] cannot get pod pi in namespace jobs");
    }
  }
}
