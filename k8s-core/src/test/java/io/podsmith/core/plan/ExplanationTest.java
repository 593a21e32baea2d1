// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.FieldProvenance.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
  private static final Writer TEMPLATE = new Writer(Writer.Kind.TEMPLATE, "driver.yaml");
  private static final Writer STEP = new Writer(Writer.Kind.STEP, "acme.logs");
  private static final FieldProvenance IMAGE =
      new FieldProvenance(
          "spec.containers[name=a].image",
          List.of(
              new Write(TEMPLATE, "old", List.of()),
              new Write(STEP, "new", List.of("acme.image"))));
  private static final PlannedRole ROLE =
      new PlannedRole(
          PodRole.DRIVER,
          List.of(
              new PlannedStep(
                  "acme.logs",
                  "MAIN",
                  new StepArtifact("plugin logs (logs.jar)", "/logs.jar", "1.2", ""),
                  List.of(
                      new SettingRead(
                          "acme.image",
                          Optional.of("new"),
                          new SettingOrigin(
                              SettingOrigin.Kind.PROPERTIES_FILE, "spark.properties", 3))))),
          List.of(
              new IdleStep(
                  "spark.kerberos",
                  new StepArtifact("", "", "", ""),
                  IdleStep.Reason.NOT_REQUESTED,
                  List.of("spark.kerberos.keytab"))),
          Map.of(),
          List.of(
              new PlannedObject(
                  true, STEP, Map.of("kind", "ConfigMap", "metadata", Map.of("name", "c")))),
          List.of(IMAGE));

  @Test
  void showsTheWinnerFirstAndThenWhatWasOverwritten() {
    Explanation plain = new Explanation(80, Explanation.Styles.PLAIN);
    assertThat(plain.field(ROLE, IMAGE))
        .isEqualToNormalizingNewlines(
            """
            spec.containers[name=a].image
                new
                  by acme.logs (plugin logs (logs.jar) 1.2)
                  acme.image = new (spark.properties:3)
                old
                  by template driver.yaml
            """);
  }

  @Test
  void showsTheMostLikelySettingsThatAreSetAndCountsTheOthers() {
    List<String> keys = List.of("a.default", "b", "c", "d", "e");
    List<SettingRead> reads =
        keys.stream()
            .map(
                key ->
                    new SettingRead(
                        key,
                        Optional.of("1"),
                        SettingOrigin.of(
                            key.equals("a.default")
                                ? SettingOrigin.Kind.DEFAULT
                                : SettingOrigin.Kind.COMMAND_LINE)))
            .toList();
    PlannedRole role =
        new PlannedRole(
            PodRole.DRIVER,
            List.of(new PlannedStep("acme.logs", "MAIN", new StepArtifact("", "", "", ""), reads)),
            List.of(),
            Map.of(),
            List.of(),
            List.of());
    FieldProvenance field = new FieldProvenance("a", List.of(new Write(STEP, "x", keys)));

    assertThat(new Explanation(80, Explanation.Styles.PLAIN).field(role, field))
        .isEqualToNormalizingNewlines(
            """
            a
                x
                  by acme.logs
                  b = 1 (command line)
                  c = 1 (command line)
                  d = 1 (command line)
                  and 2 other settings that it reads
            """);
  }

  @Test
  void summarizesEachWriter() {
    Explanation plain = new Explanation(80, Explanation.Styles.PLAIN);
    assertThat(plain.summary(ROLE))
        .isEqualToNormalizingNewlines(
            """
            driver
              template driver.yaml: 0 fields
              acme.logs (plugin logs (logs.jar) 1.2): 1 field
                spec.containers[name=a].image
                + ConfigMap c
              spark.kerberos: did not run: nothing requests it; it looks at spark.kerberos.keytab
            """);
  }

  @Test
  void cutsLongValuesAndStylesOverwrittenOnes() {
    Explanation styled =
        new Explanation(40, new Explanation.Styles(a -> a, a -> a, "~~%s~~"::formatted));
    FieldProvenance field =
        new FieldProvenance(
            "a",
            List.of(
                new Write(TEMPLATE, "x\ny", List.of()),
                new Write(TEMPLATE, "v".repeat(36), List.of()),
                new Write(TEMPLATE, "w".repeat(37), List.of())));

    assertThat(styled.field(ROLE, field))
        .isEqualToNormalizingNewlines(
            """
            a
                %s...
                  by template driver.yaml
                ~~%s~~
                  by template driver.yaml
                ~~x\\ny~~
                  by template driver.yaml
            """
                .formatted("w".repeat(33), "v".repeat(36)));
  }

  @Test
  void takesALineOfLessThanFortyCharactersForOneOfForty() {
    FieldProvenance field =
        new FieldProvenance("a", List.of(new Write(TEMPLATE, "w".repeat(36), List.of())));

    assertThat(new Explanation(5, Explanation.Styles.PLAIN).field(ROLE, field))
        .contains("w".repeat(36));
  }

  private static PlannedStep step(String id, SettingRead... reads) {
    return new PlannedStep(id, "MAIN", new StepArtifact("", "", "", ""), List.of(reads));
  }

  private static PlannedRole role(List<PlannedStep> steps, FieldProvenance... fields) {
    return new PlannedRole(
        PodRole.EXECUTOR, steps, List.of(), Map.of(), List.of(), List.of(fields));
  }

  @Test
  void summarizesStepsInTheOrderOfTheirWorkWithFieldsThatFitIntoALine() {
    PlannedRole role =
        role(
            List.of(step("acme.second"), step("acme.idle"), step("acme.first")),
            new FieldProvenance(
                "f".repeat(37),
                List.of(new Write(new Writer(Writer.Kind.STEP, "acme.first"), "x", List.of()))),
            new FieldProvenance(
                "s".repeat(36),
                List.of(
                    new Write(TEMPLATE, "x", List.of()),
                    new Write(new Writer(Writer.Kind.STEP, "acme.second"), "y", List.of()))),
            new FieldProvenance(
                "gone",
                List.of(
                    new Write(TEMPLATE, "x", List.of()),
                    new Write(
                        new Writer(Writer.Kind.STEP, "acme.second"),
                        FieldProvenance.REMOVED,
                        List.of()))),
            new FieldProvenance("nobody", List.of()));

    assertThat(new Explanation(40, Explanation.Styles.PLAIN).summary(role))
        .isEqualToNormalizingNewlines(
            """
            executor
              template driver.yaml: 0 fields
              acme.second: 2 fields
                %s
                - gone
              acme.idle: 0 fields
              acme.first: 1 field
                %s...
            """
                .formatted("s".repeat(36), "f".repeat(33)));
  }

  @Test
  void showsTheValueThatTheWriterReadAndNotThatOfAnotherStep() {
    SettingOrigin origin = SettingOrigin.of(SettingOrigin.Kind.COMMAND_LINE);
    FieldProvenance field =
        new FieldProvenance("a", List.of(new Write(STEP, "x", List.of("acme.size"))));
    PlannedRole role =
        role(
            List.of(
                step("acme.other", new SettingRead("acme.size", Optional.of("1"), origin)),
                step("acme.logs", new SettingRead("acme.size", Optional.of("2"), origin))),
            field);

    assertThat(new Explanation(80, Explanation.Styles.PLAIN).field(role, field))
        .contains("acme.size = 2 (command line)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "NOT_REQUESTED|none|did not run: nothing requests it",
        "NOT_REQUESTED|a|did not run: nothing requests it; it looks at a",
        "DISABLED|none|did not run: disabled by spark.podsmith.steps.disabled",
        "DISABLED|a|did not run: disabled by a",
        "EXCLUDED|a|did not run: excluded by a",
        "OTHER_ROLE|none|did not run: it is for the other role"
      })
  void saysWhyAStepDidNotRun(IdleStep.Reason reason, @Nullable String setting, String text) {
    assertThat(
            Explanation.reason(
                new IdleStep(
                    "acme.logs",
                    new StepArtifact("", "", "", ""),
                    reason,
                    setting == null ? List.of() : List.of(setting))))
        .isEqualTo(text);
  }

  @Test
  void rendersBothRolesOrWhyThereIsNoExecutor() {
    Explanation plain = new Explanation(80, Explanation.Styles.PLAIN);
    PlanTarget target = new PlanTarget("0.1.0", "4.1.1", "", "team", "app", "spark-1");
    PlannedRole executor = role(List.of(), IMAGE);

    assertThat(plain.plan(new Plan(target, ROLE, Optional.of(executor), "", List.of())))
        .isEqualTo(
            String.join(
                "\n",
                plain.summary(ROLE),
                plain.fields(ROLE),
                plain.summary(executor),
                plain.fields(executor)));
    assertThat(plain.plan(new Plan(target, ROLE, Optional.empty(), "It has none.", List.of())))
        .endsWith("executor: It has none.%n".formatted());
  }
}
