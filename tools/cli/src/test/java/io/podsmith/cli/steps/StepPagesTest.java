// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.StepArtifact;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.StepInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepPagesTest {
  private static final StepArtifact ARTIFACT = new StepArtifact("", "", "", "");
  private static final StepPhase FIRST = StepPhase.values()[0];
  private static final List<StepDescription> STEPS =
      List.of(
          step("spark.basics", Set.of(PodRole.DRIVER), "/jars/builtin.jar", List.of()),
          step(
              "acme.log-shipper",
              Set.of(PodRole.DRIVER, PodRole.EXECUTOR),
              "/opt/logs.jar",
              List.of(
                  ConfigEntry.key("spark.acme.logs.size")
                      .doc("Size of the buffer, in MiB.")
                      .since("1.0.0")
                      .withAlternative("spark.acme.logs.buffer")
                      .intType()
                      .withDefault(16))));

  private final StepPages pages = new StepPages(STEPS, Optional.of(plan()), "");

  @Test
  void listsStepsInColumns() {
    assertThat(pages.list(100).replace(FIRST.name(), "PHASE1"))
        .isEqualTo(
            """
            STEP              PHASE  DRIVER         EXECUTOR  JAR
            spark.basics      PHASE1  runs           -         builtin.jar 1.0
            acme.log-shipper  PHASE1  not requested  unknown   logs.jar 1.0
            """
                .replace("PHASE  DRIVER", "PHASE%sDRIVER".formatted(" ".repeat(gap()))));
  }

  private static int gap() {
    return Math.max("PHASE".length(), FIRST.name().length()) + 2 - "PHASE".length();
  }

  @Test
  void keepsListsWithinTheWidth() {
    assertThat(pages.list(40).lines()).allMatch(line -> line.length() <= 40);
  }

  @Test
  void describesAStepByItsAlias() {
    assertThat(pages.describe("shipper-alias-acme.log-shipper", 100))
        .contains("Step         acme.log-shipper\n")
        .contains("Roles        driver, executor\n")
        .contains("After        spark.basics\n")
        .contains("In driver    not requested\n")
        .contains("  spark.acme.logs.size\n")
        .contains("default: 16; aliases: spark.acme.logs.buffer\n")
        .contains("      Size of the buffer, in MiB.\n");
  }

  @Test
  void givesTheSameAsATree() {
    assertThat(pages.tree("acme.log-shipper"))
        .containsEntry("roles", Map.of("driver", "not requested", "executor", "unknown"))
        .containsEntry("jar", "/opt/logs.jar");
    assertThat((List<?>) pages.tree().get("steps")).hasSize(2);
  }

  @Test
  void saysUnknownWithoutAPlan() {
    assertThat(
            new StepPages(STEPS, Optional.empty(), "no image is set").describe("spark.basics", 100))
        .contains("In driver    unknown\n", "Whether a step runs is unknown: no image is set\n");
  }

  @Test
  void namesTheNearestStepsOfAnUnknownId() {
    assertThatThrownBy(() -> pages.describe("logshipper", 100))
        .hasMessageContaining("No step has the id 'logshipper'; the nearest are acme.log-shipper");
  }

  private static StepDescription step(
      String id, Set<PodRole> roles, String jar, List<ConfigEntry<?>> settings) {
    return new StepDescription(
        new StepInfo(
            id,
            "Does %s.".formatted(id),
            FIRST,
            StepScope.RESOURCE_PROFILE,
            jar,
            "com.acme.Step",
            true),
        jar,
        "1.0",
        roles,
        List.of(),
        List.of("spark.basics"),
        List.of("shipper-alias-%s".formatted(id)),
        settings);
  }

  private static Plan plan() {
    return new Plan(
        new PlanTarget("0.1.0", "4.1.1", "https://kube:6443", "jobs", "pi", "spark-1"),
        new PlannedRole(
            PodRole.DRIVER,
            List.of(new PlannedStep("spark.basics", FIRST.name(), ARTIFACT, List.of())),
            List.of(
                new IdleStep(
                    "acme.log-shipper", ARTIFACT, IdleStep.Reason.NOT_REQUESTED, List.of())),
            Map.of(),
            List.of(),
            List.of()),
        Optional.empty(),
        "only the driver knows its executors",
        List.of());
  }
}
