// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.PlannedRole;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders which fields of a pod differ between two plans. */
final class PlanChanges {
  private final Paint paint;

  PlanChanges(Paint paint) {
    this.paint = paint;
  }

  /** Renders one line per field that was added, removed or changed; empty where none was. */
  String render(PlannedRole before, PlannedRole after) {
    Map<String, FieldProvenance> old = present(before);
    Map<String, FieldProvenance> now = present(after);
    StringBuilder text = new StringBuilder();
    old.forEach(
        (path, field) -> {
          if (!now.containsKey(path)) {
            text.append(paint.removed("- %s: %s".formatted(path, value(field)))).append('\n');
          }
        });
    now.forEach(
        (path, field) -> {
          FieldProvenance previous = old.get(path);
          if (previous == null) {
            text.append(paint.added("+ %s: %s".formatted(path, value(field))))
                .append(paint.faint("  by %s".formatted(by(field))))
                .append('\n');
          } else if (!previous.winner().value().equals(field.winner().value())) {
            text.append(
                    paint.changed("~ %s: %s -> %s".formatted(path, value(previous), value(field))))
                .append(paint.faint("  by %s".formatted(by(field))))
                .append('\n');
          } else if (!previous.winner().writer().equals(field.winner().writer())) {
            text.append(paint.changed("~ %s: %s".formatted(path, value(field))))
                .append(paint.faint("  by %s, was by %s".formatted(by(field), by(previous))))
                .append('\n');
          }
        });
    return text.toString();
  }

  private static Map<String, FieldProvenance> present(PlannedRole role) {
    Map<String, FieldProvenance> fields = new LinkedHashMap<>();
    role.fields().stream()
        .filter(field -> !field.winner().isRemoval())
        .forEach(field -> fields.put(field.path(), field));
    return fields;
  }

  private static String value(FieldProvenance field) {
    return Words.value(field.winner().value());
  }

  private static String by(FieldProvenance field) {
    return Words.writer(field.winner().writer());
  }
}
