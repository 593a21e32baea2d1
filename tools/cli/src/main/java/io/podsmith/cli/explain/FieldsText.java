// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

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
import java.util.Optional;

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
    for (FieldProvenance field : fields) {
      PodPath path = PodPath.of(field.path());
      byHeading
          .computeIfAbsent(path.first(path.headingLength()).toString(), h -> new ArrayList<>())
          .add(field);
    }
    TextLines text = new TextLines(width);
    byHeading.forEach((heading, below) -> group(text, heading, below));
    return text.toString();
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
    String value = paint.bold(Words.value(winner.value()));
    if (label.length() > column) {
      text.words("  ", List.of(label), "", word -> word);
      text.line(indent + value);
    } else {
      text.line("  %s%s  %s".formatted(label, " ".repeat(column - label.length()), value));
    }
    writer(text, indent, winner);
    settings(text, indent, winner);
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

  private void settings(TextLines text, String indent, Write write) {
    for (String key : write.settings()) {
      Optional<SettingRead> read = Words.read(role, write.writer(), key);
      String shown = read.map(Words::setting).orElse(key);
      String origin = read.map(r -> "(%s)".formatted(r.origin().shown())).orElse("");
      int used = indent.length() + LEAD + shown.length();
      if (origin.isEmpty() || used + 1 + origin.length() <= width) {
        text.line(indent + lead("from") + paint.faint("%s %s".formatted(shown, origin).strip()));
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
