// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A path in a pod, in parts: {@code spec.containers[name=a].env} has the parts {@code spec}, {@code
 * containers}, {@code [name=a]} and {@code env}.
 *
 * @param parts names, and what is in brackets
 */
public record PodPath(List<Part> parts) {
  /**
   * A part of a path.
   *
   * @param text without brackets
   * @param isBracket whether it was in brackets: the element of a list, or the key of a map
   */
  public record Part(String text, boolean isBracket) {
    /** Returns the key of a map, or the value of the merge key of a list. */
    public String label() {
      int equals = text.indexOf('=');
      return isBracket && equals > 0 ? text.substring(equals + 1) : text;
    }
  }

  public PodPath {
    parts = List.copyOf(parts);
  }

  /** Splits a path. Brackets may hold dots. A bracket that is not closed ends with the text. */
  public static PodPath of(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      if (first == '.') {
        at++;
      } else if (first == '[') {
        int end = text.indexOf(']', at);
        int until = end < 0 ? text.length() : end;
        parts.add(new Part(unquoted(text.substring(at + 1, until)), true));
        at = until + 1;
      } else {
        int until = at;
        while (until < text.length() && text.charAt(until) != '.' && text.charAt(until) != '[') {
          until++;
        }
        parts.add(new Part(text.substring(at, until), false));
        at = until;
      }
    }
    return new PodPath(parts);
  }

  private static String unquoted(String text) {
    boolean isQuoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    return isQuoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Returns the first parts as a path. */
  public PodPath first(int count) {
    return new PodPath(parts.subList(0, count));
  }

  /** Returns the path without its first parts. */
  public PodPath from(int count) {
    return new PodPath(parts.subList(count, parts.size()));
  }

  /** Returns how many parts belong to the heading that fields are shown under. */
  public int headingLength() {
    boolean isContainer =
        parts.size() > 3
            && parts.get(0).text().equals("spec")
            && parts.get(1).text().endsWith("ontainers")
            && parts.get(2).isBracket();
    return isContainer ? 3 : Math.min(1, Math.max(0, parts.size() - 1));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part.isBracket()) {
        text.append('[').append(part.text()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(part.text());
      }
    }
    return text.toString();
  }
}
