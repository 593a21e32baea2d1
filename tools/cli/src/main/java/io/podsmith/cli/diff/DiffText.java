// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.cli.text.DecidingSettings;
import io.podsmith.cli.text.Paint;
import io.podsmith.cli.text.PodPath;
import io.podsmith.cli.text.Terminal;
import io.podsmith.cli.text.TextLines;
import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.Writer;
import io.podsmith.diff.PlanDiff;
import io.podsmith.diff.PlanDifference;
import io.podsmith.diff.PlanDifference.Part;
import io.podsmith.diff.PlanDifference.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Renders the differences between two plans, with the steps and settings that make them. */
public final class DiffText {
  private static final String INDENT = "      ";
  private static final String ARROW = " -> ";

  private final int width;
  private final Paint paint;

  public DiffText(Terminal terminal) {
    this.width = terminal.width();
    this.paint = terminal.paint();
  }

  /**
   * Renders a comparison.
   *
   * @param first what the first side is called, for example its file
   * @param second what the second side is called
   */
  String render(String first, String second, PlanDiff.Result result) {
    StringBuilder text = new StringBuilder();
    if (!result.isSame()) {
      text.append(paint.removed("--- %s".formatted(first))).append('\n');
      text.append(paint.added("+++ %s".formatted(second))).append("\n\n");
      text.append(differences(result.differences())).append('\n');
    }
    TextLines end = new TextLines(width);
    sentence(end, summary(result.differences()));
    if (!result.withheld().isEmpty()) {
      sentence(
          end,
          "%s not compared, because plans hold no secrets:"
              .formatted(Words.count(result.withheld().size(), "value is", "values are")));
      result.withheld().forEach(place -> end.words("  ", List.of(place), "", paint::faint));
    }
    result.notes().forEach(note -> sentence(end, note));
    return text.append(end).toString();
  }

  /** Renders differences part by part. */
  public String differences(List<PlanDifference> differences) {
    Map<Part, List<PlanDifference>> byPart = new LinkedHashMap<>();
    differences.forEach(
        each -> byPart.computeIfAbsent(each.part(), part -> new ArrayList<>()).add(each));
    TextLines text = new TextLines(width);
    byPart.forEach(
        (part, below) -> {
          if (below.get(0).path().isEmpty()) {
            whole(text, below.get(0));
          } else {
            text.words("", List.of(part.label()), "", paint::bold);
            part(text, part, below);
          }
        });
    return text.toString();
  }

  private void whole(TextLines text, PlanDifference object) {
    String sign = object.first().isPresent() ? "- " : "+ ";
    text.words("", List.of(sign + object.part().label()), "", word -> signed(sign, word));
    writers(text, object);
  }

  private void part(TextLines text, Part part, List<PlanDifference> differences) {
    // fields without a heading first, else they would seem to belong to the heading above them
    Map<String, List<PlanDifference>> byHeading =
        new LinkedHashMap<>(Map.of("", new ArrayList<>()));
    for (PlanDifference each : differences) {
      byHeading.computeIfAbsent(heading(part, each), h -> new ArrayList<>()).add(each);
    }
    byHeading.forEach(
        (heading, below) -> {
          if (!heading.isEmpty()) {
            text.words("  ", List.of(heading), "", word -> word);
          }
          below.forEach(
              each -> {
                PodPath path = PodPath.of(each.path());
                String label =
                    heading.isEmpty() ? each.path() : path.from(path.headingLength()).toString();
                difference(text, part, label, each);
              });
        });
  }

  /** Returns the container that a field belongs to, or an empty text. */
  private static String heading(Part part, PlanDifference each) {
    PodPath path = PodPath.of(each.path());
    boolean isPod = part.kind() == Part.Kind.DRIVER_POD || part.kind() == Part.Kind.EXECUTOR_POD;
    return isPod && path.headingLength() > 1 ? path.first(path.headingLength()).toString() : "";
  }

  private void difference(TextLines text, Part part, String label, PlanDifference each) {
    String sign = each.first().isEmpty() ? "+ " : each.second().isEmpty() ? "- " : "~ ";
    boolean isProperty = part.kind() == Part.Kind.PROPERTIES;
    String old = each.first().map(side -> shown(side, isProperty)).orElse("");
    String now = each.second().map(side -> shown(side, isProperty)).orElse("");
    String value = "%s%s%s".formatted(old, sign.equals("~ ") ? ARROW : "", now);
    if (!isBlock(each) && 4 + label.length() + 2 + value.length() <= width) {
      text.line("  %s: %s".formatted(signed(sign, sign + label), value));
    } else {
      text.words("  ", List.of(sign + label), "", word -> signed(sign, word));
      block(text, each);
      if (isProperty) {
        origins(text, each);
      }
    }
    if (!isProperty) {
      writers(text, each);
      settings(text, each);
    }
  }

  private String signed(String sign, String text) {
    return switch (sign) {
      case "+ " -> paint.added(text);
      case "- " -> paint.removed(text);
      default -> paint.changed(text);
    };
  }

  private static String shown(Side side, boolean isProperty) {
    String value = Words.value(side.value());
    return isProperty ? "%s (%s)".formatted(value, origin(side)) : value;
  }

  private static String origin(Side side) {
    return side.settings().isEmpty() ? "set" : side.settings().get(0).origin().shown();
  }

  /** Returns whether a value takes several lines. */
  private static boolean isBlock(PlanDifference each) {
    return Stream.of(each.first(), each.second())
        .flatMap(Optional::stream)
        .anyMatch(side -> side.value() instanceof String text && text.strip().contains("\n"));
  }

  private void block(TextLines text, PlanDifference each) {
    ChangedLines lines =
        ChangedLines.between(each.first().map(Side::value), each.second().map(Side::value));
    lines.removed().forEach(line -> wrap(text, "- ", line));
    lines.added().forEach(line -> wrap(text, "+ ", line));
  }

  private void wrap(TextLines text, String sign, String line) {
    text.words(INDENT + sign, List.of(line), "", word -> signed(sign, word));
  }

  private void origins(TextLines text, PlanDifference each) {
    String places =
        Stream.of(each.first(), each.second())
            .flatMap(Optional::stream)
            .map(DiffText::origin)
            .distinct()
            .reduce((one, two) -> one + ARROW + two)
            .orElse("");
    text.words(INDENT, List.of(places), "", paint::faint);
  }

  private void writers(TextLines text, PlanDifference each) {
    Set<String> writers = new LinkedHashSet<>();
    Stream.of(each.first(), each.second())
        .flatMap(Optional::stream)
        .map(Side::writer)
        .flatMap(Optional::stream)
        .forEach((Writer writer) -> writers.add(Words.writer(writer)));
    if (!writers.isEmpty()) {
      text.words(INDENT + "by ", List.of(String.join(ARROW, writers).split(" ")), " ", paint::step);
    }
  }

  /** Shows the settings that seem to decide the field and differ between the sides. */
  private void settings(TextLines text, PlanDifference each) {
    Map<String, SettingRead> old = byKey(each.first());
    Map<String, SettingRead> now = byKey(each.second());
    Set<String> keys = new LinkedHashSet<>();
    Stream.of(each.first(), each.second())
        .flatMap(Optional::stream)
        .flatMap(side -> DecidingSettings.of(each.path(), side.value(), side.settings()).stream())
        .map(SettingRead::key)
        .forEach(keys::add);
    for (String key : keys) {
      SettingRead one = old.get(key);
      SettingRead two = now.get(key);
      boolean isSame = one != null && two != null && one.value().equals(two.value());
      if (isSame) {
        continue;
      }
      List<String> words = new ArrayList<>();
      words.add("%s:".formatted(key));
      if (one != null) {
        words.addAll(words(one));
      }
      if (one != null && two != null) {
        words.add("->");
      }
      if (two != null) {
        words.addAll(words(two));
      }
      text.words(INDENT + "from ", words, " ", paint::faint);
    }
  }

  private static List<String> words(SettingRead read) {
    return List.of(
        read.value().map(Words::value).orElse("unset"), "(%s)".formatted(read.origin().shown()));
  }

  private static Map<String, SettingRead> byKey(Optional<Side> side) {
    Map<String, SettingRead> settings = new LinkedHashMap<>();
    side.map(Side::settings).orElse(List.of()).forEach(read -> settings.put(read.key(), read));
    return settings;
  }

  private static String summary(List<PlanDifference> differences) {
    if (differences.isEmpty()) {
      return "No difference.";
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    differences.forEach(each -> counts.merge(each.part().kind().label(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((part, count) -> parts.add("%d in %s".formatted(count, part)));
    return "%s: %s."
        .formatted(Words.count(differences.size(), "difference"), String.join(", ", parts));
  }

  private static void sentence(TextLines text, String words) {
    text.words("", List.of(words.split(" ")), " ", word -> word);
  }
}
