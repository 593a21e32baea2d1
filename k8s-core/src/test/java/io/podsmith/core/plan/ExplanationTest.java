// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.FieldProvenance.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
                new Write(STEP, "z".repeat(100), List.of())));
    assertThat(styled.field(ROLE, field)).contains("~~x\\ny~~", "z".repeat(33) + "...");
  }
}
