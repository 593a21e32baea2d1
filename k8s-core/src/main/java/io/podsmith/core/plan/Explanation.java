// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.podsmith.core.plan.FieldProvenance.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Renders a plan as text: what each step wrote, and who wrote a field.
 *
 * <p>Without styles the text holds no escape sequences. Lines are cut at the width; a value that
 * does not fit ends with {@code ...}.
 */
public final class Explanation {
  /**
   * How to show parts of the text.
   *
   * @param name shows writers and ids
   * @param faint shows settings and origins
   * @param overwritten shows a value that a later writer replaced
   */
  public record Styles(
      UnaryOperator<String> name, UnaryOperator<String> faint, UnaryOperator<String> overwritten) {
    /** Shows plain text. */
    public static final Styles PLAIN =
        new Styles(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());
  }

  private static final int MIN_WIDTH = 40;

  /** A step writes at its end, so that all that it read may be the reason of a value. */
  private static final int MAX_SETTINGS = 3;

  private final int width;
  private final Styles styles;

  /**
   * Makes a renderer.
   *
   * @param width the number of characters in a line; at least 40
   */
  public Explanation(int width, Styles styles) {
    this.width = Math.max(MIN_WIDTH, width);
    this.styles = styles;
  }

  /** Renders both roles, each with its summary and all its fields. */
  public String plan(Plan plan) {
    List<String> parts = new ArrayList<>();
    parts.add(summary(plan.driver()));
    parts.add(fields(plan.driver()));
    plan.executor()
        .ifPresentOrElse(
            executor -> {
              parts.add(summary(executor));
              parts.add(fields(executor));
            },
            () -> parts.add("executor: %s%n".formatted(plan.executorUnknown())));
    return String.join("\n", parts);
  }

  /** Renders each writer of a role with the number of fields that it decides, and idle steps. */
  public String summary(PlannedRole role) {
    StringBuilder text = new StringBuilder();
    text.append("%s%n".formatted(label(role)));
    for (Writer writer : writers(role)) {
      List<String> won = won(role, writer);
      text.append(
          "  %s%s: %s%n"
              .formatted(
                  styles.name().apply(shown(writer)),
                  styles.faint().apply(artifact(role, writer)),
                  count(won.size())));
      won.forEach(path -> text.append("    %s%n".formatted(cut(path, width - 4))));
      role.objects().stream()
          .filter(object -> object.writer().equals(writer))
          .forEach(object -> text.append("    + %s%n".formatted(name(object))));
    }
    for (IdleStep step : role.idle()) {
      text.append("  %s: %s%n".formatted(styles.name().apply(step.id()), reason(step)));
    }
    return text.toString();
  }

  /** Renders each field of a role. */
  public String fields(PlannedRole role) {
    return role.fields().stream().map(field -> field(role, field)).collect(Collectors.joining());
  }

  /** Renders a field: its value, who wrote it and why, then the values that were overwritten. */
  public String field(PlannedRole role, FieldProvenance field) {
    StringBuilder text = new StringBuilder();
    text.append("%s%n".formatted(field.path()));
    List<Write> writes = field.writes();
    for (int i = writes.size() - 1; i >= 0; i--) {
      Write write = writes.get(i);
      String value = cut(oneLine(write.value()), width - 4);
      text.append(
          "    %s%n".formatted(i == writes.size() - 1 ? value : styles.overwritten().apply(value)));
      text.append(
          "      by %s%s%n"
              .formatted(
                  styles.name().apply(shown(write.writer())),
                  styles.faint().apply(artifact(role, write.writer()))));
      text.append(settings(role, write));
    }
    return text.toString();
  }

  /** Renders the settings that are the most likely reason for a value. */
  private String settings(PlannedRole role, Write write) {
    List<String> keys = write.settings();
    List<String> shown = keys.stream().filter(key -> isSet(role, write, key)).toList();
    if (shown.isEmpty()) {
      shown = keys;
    }
    shown = shown.subList(0, Math.min(MAX_SETTINGS, shown.size()));
    List<String> lines = new ArrayList<>();
    shown.forEach(key -> lines.add(setting(role, write, key)));
    if (shown.size() < keys.size()) {
      lines.add("and %s that it reads".formatted(others(keys.size() - shown.size())));
    }
    return lines.stream()
        .map(line -> "      %s%n".formatted(styles.faint().apply(line)))
        .collect(Collectors.joining());
  }

  private static String others(int settings) {
    return settings == 1 ? "1 other setting" : "%d other settings".formatted(settings);
  }

  private static boolean isSet(PlannedRole role, Write write, String key) {
    return read(role, write, key)
        .filter(read -> read.origin().kind() != SettingOrigin.Kind.DEFAULT)
        .isPresent();
  }

  /** Renders why a step did not run. */
  public static String reason(IdleStep step) {
    String settings = String.join(", ", step.settings());
    return switch (step.reason()) {
      case NOT_REQUESTED ->
          settings.isEmpty()
              ? "did not run: nothing requests it"
              : "did not run: nothing requests it; it looks at %s".formatted(settings);
      case DISABLED ->
          "did not run: disabled by %s"
              .formatted(settings.isEmpty() ? "spark.podsmith.steps.disabled" : settings);
      case EXCLUDED -> "did not run: excluded by %s".formatted(settings);
      case OTHER_ROLE -> "did not run: it is for the other role";
    };
  }

  private static String label(PlannedRole role) {
    return role.role().label();
  }

  /** Returns the writers in the order of their work: steps as they ran, others by kind. */
  private static List<Writer> writers(PlannedRole role) {
    List<Writer> writers = new ArrayList<>();
    List<Writer> found =
        role.fields().stream()
            .flatMap(field -> field.writes().stream())
            .map(Write::writer)
            .toList();
    for (Writer.Kind kind : Writer.Kind.values()) {
      if (kind == Writer.Kind.STEP) {
        role.steps().forEach(step -> writers.add(new Writer(kind, step.id())));
      }
      found.stream()
          .filter(writer -> writer.kind() == kind && !writers.contains(writer))
          .distinct()
          .forEach(writers::add);
    }
    return writers;
  }

  private static List<String> won(PlannedRole role, Writer writer) {
    return role.fields().stream()
        .filter(field -> !field.writes().isEmpty())
        .filter(field -> field.winner().writer().equals(writer))
        .map(field -> field.winner().isRemoval() ? "- " + field.path() : field.path())
        .toList();
  }

  private static String shown(Writer writer) {
    return switch (writer.kind()) {
      case TEMPLATE -> "template %s".formatted(writer.name());
      case STEP -> writer.name();
      case ENGINE, API_SERVER -> Writer.of(writer.kind()).name();
    };
  }

  private static String artifact(PlannedRole role, Writer writer) {
    return role.steps().stream()
        .filter(step -> writer.kind() == Writer.Kind.STEP && step.id().equals(writer.name()))
        .map(PlannedStep::artifact)
        .map(of -> "%s %s".formatted(of.origin(), of.version()).strip())
        .filter(words -> !words.isEmpty())
        .map(" (%s)"::formatted)
        .findFirst()
        .orElse("");
  }

  private static String setting(PlannedRole role, Write write, String key) {
    return read(role, write, key)
        .map(
            read ->
                "%s%s (%s)"
                    .formatted(
                        key,
                        read.value().map(" = %s"::formatted).orElse(""),
                        read.origin().shown()))
        .orElse(key);
  }

  private static Optional<SettingRead> read(PlannedRole role, Write write, String key) {
    return role.steps().stream()
        .filter(step -> step.id().equals(write.writer().name()))
        .flatMap(step -> step.reads().stream())
        .filter(read -> read.key().equals(key))
        .findFirst();
  }

  private static String name(PlannedObject object) {
    Object name = object.object().get("metadata") instanceof Map<?, ?> m ? m.get("name") : "";
    return "%s %s".formatted(object.object().get("kind"), name);
  }

  private static String count(int fields) {
    return fields == 1 ? "1 field" : "%d fields".formatted(fields);
  }

  private static String oneLine(Object value) {
    return String.valueOf(value).replace("\r", "\\r").replace("\n", "\\n");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : "%s...".formatted(text.substring(0, length - 3));
  }
}
