// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes trees as YAML that parsers of YAML 1.1, such as {@code kubectl}, and of YAML 1.2 read
 * alike.
 *
 * <p>Texts that either version takes for something else are quoted. Texts of several lines are
 * block scalars where that keeps every character; the emitter of the Kubernetes client writes some
 * that no parser accepts, such as one that consists of line breaks only.
 */
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@-]*");

  private static final Set<String> RESERVED =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private static final String STEP = "  ";

  private YamlText() {}

  /** Returns a document that starts with {@code ---}. */
  public static String document(Map<String, ?> tree) {
    StringBuilder out = new StringBuilder("---\n");
    if (tree.isEmpty()) {
      return out.append("{}\n").toString();
    }
    map(tree, "", out);
    return out.toString();
  }

  /** Returns a text as a scalar in one line, quoted if necessary. */
  public static String scalar(String text) {
    return scalarText(text);
  }

  private static void map(Map<?, ?> map, String indent, StringBuilder out) {
    map.forEach(
        (key, value) -> {
          out.append(indent).append(scalarText(String.valueOf(key))).append(':');
          value(value, indent, out);
        });
  }

  private static void list(List<?> list, String indent, StringBuilder out) {
    for (Object each : list) {
      out.append(indent).append('-');
      value(each, indent, out);
    }
  }

  /** Writes what follows a key or a dash, to the end of the line and below. */
  private static void value(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map(map, indent + STEP, out);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      out.append('\n');
      list(list, indent + STEP, out);
    } else if (value instanceof String text && text.contains("\n") && isBlock(text)) {
      out.append(text.endsWith("\n") ? " |\n" : " |-\n");
      text.lines()
          .forEach(
              line -> out.append(line.isEmpty() ? "" : indent + STEP).append(line).append('\n'));
    } else {
      out.append(' ').append(scalarOf(value)).append('\n');
    }
  }

  private static String scalarOf(Object value) {
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    return value instanceof String text ? scalarText(text) : String.valueOf(value);
  }

  /** A block keeps at most one line break at the end, and no spaces at the ends of lines. */
  private static boolean isBlock(String text) {
    return text.charAt(0) > ' '
        && !text.endsWith("\n\n")
        && !text.endsWith(" ")
        && !text.contains(" \n")
        && text.chars().allMatch(each -> each == '\n' || (each >= ' ' && each < 0x7f));
  }

  private static String scalarText(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            each -> {
              switch (each) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (isEscaped(each)) {
                    quoted.append("\\u%04x".formatted(each));
                  } else {
                    quoted.append((char) each);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean isEscaped(int each) {
    return each < 0x20
        || (each >= 0x7f && each < 0xa0)
        || each == 0x2028
        || each == 0x2029
        || each >= 0xfffe
        || each == 0xfeff;
  }
}
