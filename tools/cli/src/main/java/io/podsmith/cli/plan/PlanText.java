// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.cli.text.Terminal;
import io.podsmith.cli.text.TextLines;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.core.plan.PlannedObject;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Renders what a submission would create, object by object. */
final class PlanText {
  private final Terminal terminal;

  PlanText(Terminal terminal) {
    this.terminal = terminal;
  }

  String render(Plan plan) {
    TextLines text = new TextLines(terminal.width());
    PlanTarget target = plan.target();
    List<String> heading = new ArrayList<>();
    heading.add("application %s".formatted(target.appName()));
    heading.add("namespace %s".formatted(target.namespace()));
    if (!target.cluster().isEmpty()) {
      heading.add("cluster %s".formatted(target.cluster()));
    }
    text.words("", heading, ", ", terminal.paint()::bold);
    text.blank();
    text.line("would create, in this order");
    PlannedRole driver = plan.driver();
    driver.objects().stream().filter(PlannedObject::isBeforePod).forEach(o -> object(text, o));
    row(text, name(driver.pod()), size(driver));
    driver.objects().stream().filter(o -> !o.isBeforePod()).forEach(o -> object(text, o));
    text.blank();
    text.line("the driver would create");
    if (plan.executor().isPresent()) {
      PlannedRole executor = plan.executor().get();
      executor.objects().stream().filter(PlannedObject::isBeforePod).forEach(o -> object(text, o));
      row(
          text,
          Words.profile(executor)
              .map("Pod of each executor of resource profile %s"::formatted)
              .orElse("Pod of each executor"),
          size(executor));
      executor.objects().stream().filter(o -> !o.isBeforePod()).forEach(o -> object(text, o));
    } else {
      text.words("  ", List.of("executors:", plan.executorUnknown()), " ", w -> w);
    }
    text.blank();
    long own =
        plan.properties().stream()
            .filter(read -> read.origin().kind() == SettingOrigin.Kind.DRIVER_PROPERTY)
            .count();
    text.line(
        "properties of the driver: %d, of which steps set %d"
            .formatted(plan.properties().size(), own));
    return text.toString();
  }

  private void object(TextLines text, PlannedObject object) {
    row(text, name(object.object()), "by %s".formatted(Words.writer(object.writer())));
  }

  private void row(TextLines text, String name, String about) {
    int gap = terminal.width() - 2 - name.length() - about.length();
    if (gap >= 2) {
      text.line("  %s%s%s".formatted(name, " ".repeat(gap), terminal.paint().faint(about)));
    } else {
      text.words("  ", List.of(name), "", w -> w);
      text.words("    ", List.of(about), "", terminal.paint()::faint);
    }
  }

  private static String size(PlannedRole role) {
    return "%s by %s"
        .formatted(
            Words.count(role.fields().size(), "field"), Words.count(role.steps().size(), "step"));
  }

  private static String name(Map<String, Object> object) {
    Object name = object.get("metadata") instanceof Map<?, ?> map ? map.get("name") : null;
    return "%s %s".formatted(object.get("kind"), name == null ? "" : name).strip();
  }
}
