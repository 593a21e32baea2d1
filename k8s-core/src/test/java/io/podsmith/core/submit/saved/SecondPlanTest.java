// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondPlanTest {
  /** Makes a plan of a property and a label; a minus stands for none. */
  private static Plan plan(String property, String label) {
    Map<String, Object> metadata = new TreeMap<>(Map.of("name", "pi"));
    if (!label.equals("-")) {
      metadata.put("labels", Map.of("team", label));
    }
    PlannedRole driver =
        new PlannedRole(
            PodRole.DRIVER,
            List.of(),
            List.of(),
            Map.of("apiVersion", "v1", "kind", "Pod", "metadata", metadata),
            List.of(),
            List.of());
    return new Plan(
        new PlanTarget("0.1", "4.1.1", "https://kube.example.com", "jobs", "pi", "spark-1"),
        driver,
        Optional.empty(),
        "unknown",
        property.equals("-")
            ? List.of()
            : List.of(
                new SettingRead(
                    "spark.a", Optional.of(property), SettingOrigin.of(SettingOrigin.Kind.SPARK))));
  }

  private static SecondPlan second() {
    return new SecondPlan(plan("1", "x"), "it lacks a secret");
  }

  @Test
  void mayFillTheSavedOneIfItIsTheSame() {
    assertThatCode(() -> second().requireSame(plan("1", "x"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "2, x, property spark.a differs",
    "-, x, property spark.a is missing",
    "1, y, metadata.labels.team of Pod pi differs",
    "1, -, metadata.labels.team of Pod pi is missing"
  })
  void isRejectedWithTheFirstDifference(String property, String label, String difference) {
    assertThatThrownBy(() -> second().requireSame(plan(property, label)))
        .isInstanceOf(PodsmithException.class)
        .hasMessageEndingWith(
            "it lacks a secret, and the given settings give another plan: %s; pass the settings and the application that it was made from"
                .formatted(difference));
  }

  @Test
  void isRejectedForWhatIsNew() {
    SecondPlan second = new SecondPlan(plan("-", "-"), "it lacks a secret");

    assertThatThrownBy(() -> second.requireSame(plan("1", "-")))
        .hasMessageContaining("another plan: property spark.a is new");
    assertThatThrownBy(() -> second.requireSame(plan("-", "x")))
        .hasMessageContaining("another plan: metadata.labels.team of Pod pi is new");
  }
}
