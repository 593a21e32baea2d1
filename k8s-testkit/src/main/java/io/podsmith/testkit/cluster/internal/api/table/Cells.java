// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Formats single values as kube-apiserver does in tables. */
final class Cells {
  static final String NONE = "<none>";
  static final String UNKNOWN = "<unknown>";
  static final String UNSET = "<unset>";
  private static final int MAX_ENTRIES = 3;

  private Cells() {}

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** Returns the text at a pointer, or another text if it is missing or empty. */
  static String text(JsonNode object, String pointer, String otherwise) {
    String text = object.at(pointer).asText("");
    return text.isEmpty() ? otherwise : text;
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.path(field).asText()));
    return texts;
  }

  static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** Returns how long ago a timestamp was, in a short form such as {@code 5m20s}. */
  static String since(String timestamp) {
    if (timestamp.isEmpty()) {
      return UNKNOWN;
    }
    try {
      return duration(Duration.between(Instant.parse(timestamp), Instant.now()));
    } catch (DateTimeParseException e) {
      return UNKNOWN;
    }
  }

  static String duration(Duration duration) {
    long seconds = duration.getSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return twoUnits(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return twoUnits(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    long days = hours / 24;
    if (days < 8) {
      return twoUnits(days, "d", hours % 24, "h");
    }
    if (days < 2 * 365) {
      return days + "d";
    }
    long years = days / 365;
    return years < 8 ? twoUnits(years, "y", days % 365, "d") : years + "y";
  }

  private static String twoUnits(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + small + smallUnit;
  }

  /** Formats labels as {@code a=1,b=2}. */
  static String labels(JsonNode labels) {
    Map<String, String> sorted = new TreeMap<>();
    labels.properties().forEach(each -> sorted.put(each.getKey(), each.getValue().asText()));
    return orNone(
        sorted.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(",")));
  }

  /** Formats a selector with {@code matchLabels} and {@code matchExpressions}. */
  static String selector(JsonNode selector) {
    List<String> parts = new ArrayList<>();
    Map<String, String> labels = new TreeMap<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    labels.forEach((key, value) -> parts.add(key + "=" + value));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = expression.path("key").asText();
      String values = String.join(",", texts(expression.path("values")).stream().sorted().toList());
      parts.add(
          switch (expression.path("operator").asText()) {
            case "In" -> "%s in (%s)".formatted(key, values);
            case "NotIn" -> "%s notin (%s)".formatted(key, values);
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    return orNone(String.join(",", parts));
  }

  /** Joins at most three entries and says how many more there are. */
  static String few(List<String> entries) {
    if (entries.isEmpty()) {
      return NONE;
    }
    String shown = entries.stream().limit(MAX_ENTRIES).collect(Collectors.joining(","));
    return entries.size() > MAX_ENTRIES
        ? "%s + %d more...".formatted(shown, entries.size() - MAX_ENTRIES)
        : shown;
  }

  static String accessModes(JsonNode modes) {
    return StreamSupport.stream(modes.spliterator(), false)
        .map(
            each ->
                switch (each.asText()) {
                  case "ReadWriteOnce" -> "RWO";
                  case "ReadOnlyMany" -> "ROX";
                  case "ReadWriteMany" -> "RWX";
                  case "ReadWriteOncePod" -> "RWOP";
                  default -> each.asText();
                })
        .distinct()
        .collect(Collectors.joining(","));
  }
}
