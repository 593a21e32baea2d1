// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDocumentTest {
  private static final int PLANS = 300;

  @Test
  void readsWhatItWrote() {
    for (int seed = 0; seed < PLANS; seed++) {
      Plan plan = new RandomPlans(seed).plan();
      assertThat(PlanDocument.read(PlanDocument.toJson(plan), "plan.json"))
          .as("JSON of seed %d", seed)
          .isEqualTo(plan);
      assertThat(PlanDocument.read(PlanDocument.toYaml(plan), "plan.yaml"))
          .as("YAML of seed %d", seed)
          .isEqualTo(plan);
    }
  }

  @Test
  void hasTheSameDigestInBothFormats() {
    Plan plan = new RandomPlans(7).plan();
    assertThat(PlanDocument.toJson(plan)).contains(PlanDocument.digest(plan));
    assertThat(PlanDocument.toYaml(plan)).contains(PlanDocument.digest(plan));
  }

  @Test
  void rejectsAnEditedPlan() {
    Plan plan = samplePlan();
    String text = PlanDocument.toYaml(plan);
    assertThat(text).contains("the-namespace");
    assertRejected(text.replace("the-namespace", "another"), "digest does not match");
  }

  @Test
  void rejectsATruncatedPlan() {
    String json = PlanDocument.toJson(samplePlan());
    assertRejected(json.substring(0, json.length() / 2), "truncated");
    String yaml = PlanDocument.toYaml(samplePlan());
    String half = yaml.substring(0, yaml.lastIndexOf('\n', yaml.length() - 2));
    assertRejected(half, "truncated");
  }

  @Test
  void rejectsAnotherVersionOfTheFormat() {
    String text = PlanDocument.toJson(samplePlan()).replace("podsmith.io/v1", "podsmith.io/v2");
    assertRejected(text, "its format is podsmith.io/v2, but this version of Podsmith reads");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "[]",
        "{}",
        "apiVersion: v1\nkind: Pod\n",
        "kind: Plan\n",
        "\u0000",
        "a: b: c"
      })
  void rejectsWhatIsNoPlan(String text) {
    assertRejected(text, "Pass a file that podsmith plan wrote");
  }

  @Test
  void rejectsAHugeFile() {
    assertRejected(" ".repeat(PlanDocument.MAX_CHARS + 1), "a plan has at most");
  }

  private static void assertRejected(String text, String words) {
    assertThatThrownBy(() -> PlanDocument.read(text, "my-plan.yaml"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-007")
        .hasMessageContaining("my-plan.yaml")
        .hasMessageContaining(words);
  }

  private static Plan samplePlan() {
    Plan plan = new RandomPlans(3).plan();
    return new Plan(
        new PlanTarget("0.1.0", "4.1.1", "https://c:6443", "the-namespace", "app", "spark-1"),
        plan.driver(),
        plan.executor(),
        plan.executorUnknown(),
        plan.properties());
  }
}
