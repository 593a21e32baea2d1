// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.PodPath;
import io.podsmith.cli.text.PodPath.Part;
import io.podsmith.cli.text.TextLines;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.IdleStep;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PlannedStep;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders what each step added to a pod, and which steps did not run. */
final class SummaryText {
  private static final int COLUMN = 14;

  private final Plan plan;
  private final PlannedRole role;
  private final int width;
  private final Paint paint;

  SummaryText(Plan plan, PlannedRole role, int width, Paint paint) {
    this.plan = plan;
    this.role = role;
    this.width = width;
    this.paint = paint;
  }

  String render() {
    TextLines text = new TextLines(width);
    heading(text);
    for (Writer writer : writers()) {
      text.blank();
      writer(text, writer);
    }
    idle(text);
    return text.toString();
  }

  private void heading(TextLines text) {
    Object name = role.pod().get("metadata") instanceof Map<?, ?> map ? map.get("name") : "";
    List<String> heading = new ArrayList<>();
    heading.add("%s pod %s".formatted(role.role().label(), name == null ? "" : name).strip());
    Words.profile(role).ifPresent(id -> heading.add("resource profile %s".formatted(id)));
    heading.add("namespace %s".formatted(plan.target().namespace()));
    heading.add(Words.count(role.fields().size(), "field"));
    heading.add(Words.count(role.steps().size(), "step"));
    text.words("", heading, ", ", paint::bold);
  }

  private List<Writer> writers() {
    Set<Writer> found = new LinkedHashSet<>();
    role.fields().forEach(field -> field.writes().forEach(write -> found.add(write.writer())));
    role.objects().forEach(object -> found.add(object.writer()));
    List<Writer> ordered = new ArrayList<>();
    for (Writer.Kind kind : Writer.Kind.values()) {
      if (kind == Writer.Kind.STEP) {
        role.steps().forEach(step -> ordered.add(new Writer(kind, step.id())));
      }
      found.stream()
          .filter(writer -> writer.kind() == kind && !ordered.contains(writer))
          .forEach(ordered::add);
    }
    return ordered;
  }

  private void writer(TextLines text, Writer writer) {
    String name = Words.writer(writer);
    String right = right(writer);
    int gap = width - 2 - name.length() - right.length();
    if (right.isEmpty() || gap >= 2) {
      text.line(
          "  %s%s%s".formatted(paint.step(name), " ".repeat(Math.max(0, gap)), paint.faint(right)));
    } else {
      text.words("  ", List.of(name), "", paint::step);
      text.words("    ", List.of(right.split(" ")), " ", paint::faint);
    }
    Map<String, Map<String, Set<String>>> parts = parts(writer);
    parts.forEach(
        (heading, rows) -> {
          boolean isContainer = heading.contains("[");
          if (isContainer) {
            text.words("    ", List.of(heading), "", word -> word);
          }
          rows.forEach((row, names) -> row(text, isContainer ? "      " : "    ", row, names));
        });
    removals(text, writer);
    role.objects().stream()
        .filter(object -> object.writer().equals(writer))
        .forEach(
            object ->
                row(
                    text,
                    "    ",
                    object.isBeforePod() ? "before pod" : "beside pod",
                    Set.of(objectName(object.object()))));
    if (parts.isEmpty() && role.objects().stream().noneMatch(o -> o.writer().equals(writer))) {
      text.line("    no field of the finished pod");
    }
  }

  private String right(Writer writer) {
    return role.steps().stream()
        .filter(step -> writer.equals(new Writer(Writer.Kind.STEP, step.id())))
        .findFirst()
        .map(PlannedStep::artifact)
        .map(Words::artifact)
        .orElse("");
  }

  private void row(TextLines text, String indent, String row, Set<String> names) {
    String lead = "%s%s  ".formatted(indent, row);
    int missing = indent.length() + COLUMN - lead.length();
    text.words(lead + " ".repeat(Math.max(0, missing)), List.copyOf(names), ", ", word -> word);
  }

  /** Returns what a writer decides: heading, then row, then names. */
  private Map<String, Map<String, Set<String>>> parts(Writer writer) {
    Map<String, Map<String, Set<String>>> parts = new LinkedHashMap<>();
    for (FieldProvenance field : role.fields()) {
      if (!field.winner().writer().equals(writer) || field.winner().isRemoval()) {
        continue;
      }
      PodPath path = PodPath.of(field.path());
      int length = path.headingLength();
      List<Part> rest = path.from(length).parts();
      boolean isTop = length < 3;
      String heading = isTop ? "" : path.first(length).toString();
      String top = isTop ? path.first(length).toString() : "";
      String row =
          rest.size() == 1
              ? (isTop ? (top.isEmpty() ? "pod" : top) : "fields")
              : rest.get(0).text();
      Map<String, Set<String>> rows = parts.computeIfAbsent(heading, h -> new LinkedHashMap<>());
      rows.computeIfAbsent(row, r -> new LinkedHashSet<>()).add(name(rest));
      loser(field, writer)
          .ifPresent(
              loser ->
                  rows.computeIfAbsent("overwrites", r -> new LinkedHashSet<>())
                      .add(
                          "%s of %s"
                              .formatted(isTop ? path : path.from(length), Words.writer(loser))));
    }
    parts.values().forEach(SummaryText::moveOverwritesLast);
    return parts;
  }

  private static void moveOverwritesLast(Map<String, Set<String>> rows) {
    Set<String> overwrites = rows.remove("overwrites");
    if (overwrites != null) {
      rows.put("overwrites", overwrites);
    }
  }

  /** Returns the element of a list or map, or the field of an object, that a path lies in. */
  private static String name(List<Part> rest) {
    if (rest.size() == 1) {
      return rest.get(0).text();
    }
    if (rest.get(1).isBracket()) {
      return rest.get(1).label();
    }
    return rest.subList(1, rest.size()).stream().map(Part::label).collect(Collectors.joining("."));
  }

  private void removals(TextLines text, Writer writer) {
    Set<String> removed = new LinkedHashSet<>();
    role.fields().stream()
        .filter(field -> field.winner().writer().equals(writer) && field.winner().isRemoval())
        .forEach(field -> removed.add(field.path()));
    if (!removed.isEmpty()) {
      row(text, "    ", "removes", removed);
    }
  }

  private static Optional<Writer> loser(FieldProvenance field, Writer winner) {
    List<Write> writes = field.writes();
    for (int i = writes.size() - 2; i >= 0; i--) {
      if (!writes.get(i).writer().equals(winner)) {
        return Optional.of(writes.get(i).writer());
      }
    }
    return Optional.empty();
  }

  private static String objectName(Map<String, Object> object) {
    Object name = object.get("metadata") instanceof Map<?, ?> map ? map.get("name") : "";
    return "%s %s".formatted(object.get("kind"), name == null ? "" : name).strip();
  }

  private void idle(TextLines text) {
    if (role.idle().isEmpty()) {
      return;
    }
    text.blank();
    text.line(paint.bold("did not run"));
    for (IdleStep.Reason reason : IdleStep.Reason.values()) {
      List<String> ids =
          role.idle().stream().filter(step -> step.reason() == reason).map(IdleStep::id).toList();
      if (!ids.isEmpty()) {
        text.words("  %-15s".formatted(words(reason)), ids, ", ", paint::faint);
      }
    }
    text.words(
        "",
        Arrays.asList(
            "Run 'podsmith explain --why-not STEP' for the setting that decides.".split(" ")),
        " ",
        paint::faint);
  }

  private static String words(IdleStep.Reason reason) {
    return switch (reason) {
      case NOT_REQUESTED -> "not requested";
      case DISABLED -> "disabled";
      case EXCLUDED -> "excluded";
      case OTHER_ROLE -> "other role";
    };
  }
}
