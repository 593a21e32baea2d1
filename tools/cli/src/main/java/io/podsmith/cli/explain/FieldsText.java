// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.cli.text.DecidingSettings;
import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.PodPath;
import io.podsmith.cli.text.TextLines;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Renders fields with their values, writers, settings and overwritten values. */
final class FieldsText {
  private static final int LEAD = 5;

  private final PlannedRole role;
  private final int width;
  private final Paint paint;

  FieldsText(PlannedRole role, int width, Paint paint) {
    this.role = role;
    this.width = width;
    this.paint = paint;
  }

  /** Renders fields under the container, or the part of the pod, that they belong to. */
  String render(List<FieldProvenance> fields) {
    Map<String, List<FieldProvenance>> byHeading = new LinkedHashMap<>();
    for (FieldProvenance field : withoutMergeKeys(fields)) {
      PodPath path = PodPath.of(field.path());
      byHeading
          .computeIfAbsent(path.first(path.headingLength()).toString(), h -> new ArrayList<>())
          .add(field);
    }
    TextLines text = new TextLines(width);
    byHeading.forEach((heading, below) -> group(text, heading, below));
    return text.toString();
  }

  /**
   * Leaves out the key of an element whose other fields are shown, and which has the same writer:
   * the path of these fields holds it.
   */
  private static List<FieldProvenance> withoutMergeKeys(List<FieldProvenance> fields) {
    return fields.stream()
        .filter(
            field -> {
              PodPath path = PodPath.of(field.path());
              int last = path.parts().size() - 1;
              if (last < 1 || !isMergeKey(path.parts().get(last - 1), path.parts().get(last))) {
                return true;
              }
              String element = path.first(last).toString();
              return fields.stream()
                  .filter(other -> !other.equals(field))
                  .filter(other -> other.path().startsWith(element + "."))
                  .filter(other -> !isMergeKey(path.parts().get(last - 1), lastPart(other)))
                  .noneMatch(other -> other.winner().writer().equals(field.winner().writer()));
            })
        .toList();
  }

  private static PodPath.Part lastPart(FieldProvenance field) {
    List<PodPath.Part> parts = PodPath.of(field.path()).parts();
    return parts.get(parts.size() - 1);
  }

  private static boolean isMergeKey(PodPath.Part element, PodPath.Part key) {
    return element.isBracket()
        && !key.isBracket()
        && (element.text().startsWith("%s=".formatted(key.text()))
            || element.text().contains(",%s=".formatted(key.text())));
  }

  private void group(TextLines text, String heading, List<FieldProvenance> fields) {
    if (!text.toString().isEmpty()) {
      text.blank();
    }
    if (!heading.isEmpty()) {
      text.words("", List.of(heading), "", paint::bold);
    }
    int column =
        fields.stream()
            .mapToInt(field -> label(field).length())
            .filter(length -> length <= width / 3)
            .max()
            .orElse(4);
    fields.forEach(field -> field(text, field, column));
  }

  private static String label(FieldProvenance field) {
    PodPath path = PodPath.of(field.path());
    return path.from(path.headingLength()).toString();
  }

  private void field(TextLines text, FieldProvenance field, int column) {
    String label = label(field);
    String indent = " ".repeat(2 + column + 2);
    Write winner = field.winner();
    String lead = indent;
    if (label.length() > column) {
      text.line("  %s".formatted(label));
    } else {
      lead = "  %s%s  ".formatted(label, " ".repeat(column - label.length()));
    }
    String value = Words.value(winner.value());
    if (winner.value() instanceof List<?> || winner.value() instanceof Map<?, ?>) {
      text.words(lead, List.of(value.split("(?<=,)")), "", paint::bold);
    } else {
      // in one line whatever its length, so that people can copy it
      text.line(lead + paint.bold(value));
    }
    writer(text, indent, winner);
    settings(text, indent, field);
    List<Write> writes = field.writes();
    for (Write write : writes.subList(0, writes.size() - 1)) {
      overwritten(text, indent, write);
    }
  }

  private void writer(TextLines text, String indent, Write write) {
    List<String> words = new ArrayList<>();
    words.add(Words.writer(write.writer()));
    Words.artifact(role, write.writer()).ifPresent(jar -> words.add("(%s)".formatted(jar)));
    text.words(indent + lead("by"), words, " ", paint::step);
  }

  private void settings(TextLines text, String indent, FieldProvenance field) {
    Write write = field.winner();
    List<SettingRead> reads =
        write.settings().stream()
            .flatMap(key -> Words.read(role, write.writer(), key).stream())
            .toList();
    for (SettingRead read : DecidingSettings.of(field.path(), write.value(), reads)) {
      String shown = Words.setting(read);
      String origin = "(%s)".formatted(read.origin().shown());
      int used = indent.length() + LEAD + shown.length();
      if (used + 1 + origin.length() <= width) {
        text.line(indent + lead("from") + paint.faint("%s %s".formatted(shown, origin)));
      } else {
        text.line(indent + lead("from") + paint.faint(shown));
        text.words(indent + lead(""), List.of(origin), "", paint::faint);
      }
    }
  }

  private void overwritten(TextLines text, String indent, Write write) {
    String value = Words.value(write.value());
    String by = "by %s".formatted(Words.writer(write.writer()));
    String lead = indent + lead("was");
    if (lead.length() + value.length() + 1 + by.length() <= width) {
      text.line("%s%s %s".formatted(lead, paint.struck(value), paint.faint(by)));
    } else {
      text.line(lead + paint.struck(value));
      text.words(indent + lead(""), List.of(by.split(" ")), " ", paint::faint);
    }
  }

  private static String lead(String word) {
    return word + " ".repeat(LEAD - word.length());
  }
}
