// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints lines folded to the width of the terminal, with a hanging indent. */
final class Screen {
  private static final int UNKNOWN_WIDTH = 80;
  private static final int NARROWEST = 40;
  private static final int HANG = 4;

  private final PrintStream out;
  private final int width;

  Screen(PrintStream out, int width) {
    this.out = out;
    this.width = Math.max(NARROWEST, width);
  }

  /** Returns a screen as wide as {@code PODSMITH_COLUMNS} says, 80 columns where it does not. */
  static Screen ofTerminal() {
    String columns = System.getenv("PODSMITH_COLUMNS");
    return new Screen(
        System.out,
        columns != null && columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : UNKNOWN_WIDTH);
  }

  /** Prints a line whose continuation is indented a little more than the line itself. */
  synchronized void say(String line) {
    say("", line);
  }

  /**
   * Prints a label and a text, whose continuation is indented by the width of the label where that
   * leaves enough room.
   */
  synchronized void say(String label, String text) {
    String line = label + text;
    int own = line.length() - line.stripLeading().length();
    int indent = label.isEmpty() || label.length() > width / 2 ? own + HANG : label.length();
    fold(line, width, indent).forEach(out::println);
    out.flush();
  }

  /** Breaks a line at blanks; a word that is longer than a line is broken anywhere. */
  static List<String> fold(String line, int width, int indent) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (rest.length() > width) {
      int margin = rest.length() - rest.stripLeading().length();
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > margin ? blank : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = " ".repeat(indent) + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
