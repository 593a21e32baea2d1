// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plan.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanDiffTest {
  private static final String APP_ID = "spark-0123456789abcdef0123456789abcdef";
  private static final Writer STEP = new Writer(Writer.Kind.STEP, "podsmith.basic-driver");
  private static final String OTHER_APP_ID = "spark-fedcba9876543210fedcba9876543210";

  private static Plan plan(String appId, String cpu, String token) {
    List<FieldProvenance> fields =
        List.of(
            field("metadata.labels[spark-app-selector]", STEP, appId, "spark.app.id"),
            field("spec.containers[name=main].resources.cpu", STEP, cpu, "spark.driver.cores"),
            field("spec.containers[name=main].env[name=TOKEN].value", STEP, token, ""));
    PlannedRole driver =
        new PlannedRole(
            PodRole.DRIVER,
            List.of(
                new PlannedStep(
                    STEP.name(),
                    "POD_BASICS",
                    new StepArtifact("", "", "", ""),
                    List.of(read(cpu)))),
            List.of(),
            Map.of(),
            List.of(),
            fields);
    return new Plan(
        new PlanTarget("0.1", "4.1.1", "https://kube", "default", "app", appId),
        driver,
        Optional.empty(),
        "",
        List.of(
            new SettingRead(
                "spark.app.id",
                Optional.of(appId),
                SettingOrigin.of(SettingOrigin.Kind.DRIVER_PROPERTY))));
  }

  private static FieldProvenance field(String path, Writer step, String value, String setting) {
    return new FieldProvenance(
        path,
        List.of(
            new FieldProvenance.Write(
                step, value, setting.isEmpty() ? List.of() : List.of(setting))));
  }

  @Test
  void ignoresWhatIsDrawnForEachSubmission() {
    assertThat(PlanDiff.of(plan(APP_ID, "1", "x"), plan(OTHER_APP_ID, "1", "x")).isSame()).isTrue();
  }

  @Test
  void namesTheStepAndTheSettingOfEachDifference() {
    PlanDiff.Result result = PlanDiff.of(plan(APP_ID, "1", "x"), plan(OTHER_APP_ID, "2", "x"));
    assertThat(result.differences())
        .containsExactly(
            new PlanDifference(
                new PlanDifference.Part(PlanDifference.Part.Kind.DRIVER_POD, ""),
                "spec.containers[name=main].resources.cpu",
                Optional.of(side("1")),
                Optional.of(side("2"))));
  }

  private static PlanDifference.Side side(String cpu) {
    return new PlanDifference.Side(cpu, Optional.of(STEP), List.of(read(cpu)));
  }

  private static SettingRead read(String cpu) {
    return new SettingRead(
        "spark.driver.cores",
        Optional.of(cpu),
        new SettingOrigin(SettingOrigin.Kind.PROPERTIES_FILE, "pi.conf", 3));
  }

  @Test
  void reportsWithheldValuesOnlyWhereBothAreWithheld() {
    PlanDiff.Result result =
        PlanDiff.of(plan(APP_ID, "1", Plan.WITHHELD), plan(APP_ID, "1", Plan.WITHHELD));
    assertThat(result.isSame()).isTrue();
    assertThat(result.withheld())
        .containsExactly("driver pod spec.containers[name=main].env[name=TOKEN].value");
    assertThat(PlanDiff.of(plan(APP_ID, "1", "x"), plan(APP_ID, "1", Plan.WITHHELD)).withheld())
        .isEmpty();
  }
}
