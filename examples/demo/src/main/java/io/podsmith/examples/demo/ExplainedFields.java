// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import java.util.List;
import java.util.Objects;

/** Lines about fields of a driver pod: the value, its step and the setting behind it. */
final class ExplainedFields {
  private static final List<String> PATHS =
      List.of(
          "spec.containers[name=spark-kubernetes-driver].image",
          "spec.initContainers[name=log-shipper].image");

  private ExplainedFields() {}

  /** Returns the lines, fewer if the pod has not both fields. */
  static List<String> of(Plan plan) {
    PlannedRole driver = plan.driver();
    return PATHS.stream()
        .flatMap(path -> driver.fields().stream().filter(each -> each.path().equals(path)))
        .map(field -> line(driver, field))
        .toList();
  }

  /** Returns a line for each field whose value is that of one of the steps. */
  static List<String> ofSteps(Plan plan, List<String> steps) {
    PlannedRole driver = plan.driver();
    return driver.fields().stream()
        .filter(field -> steps.contains(field.winner().writer().name()))
        .map(field -> line(driver, field))
        .toList();
  }

  private static String line(PlannedRole role, FieldProvenance field) {
    Write write = field.winner();
    String step = write.writer().name();
    List<String> reasons =
        role.steps().stream()
            .filter(each -> each.id().equals(step))
            .flatMap(each -> each.reads().stream())
            .filter(read -> read.key().equals(write.settings().stream().findFirst().orElse("")))
            .map(SettingRead::key)
            .toList();
    return "%s: %s  <- %s%s"
        .formatted(
            field.path(),
            Objects.toString(write.value()),
            step,
            reasons.isEmpty() ? "" : " (%s)".formatted(reasons.get(0)));
  }
}
