// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import io.podsmith.cli.Main;
import java.io.Console;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command prints to.
 *
 * @param width the number of characters in a line
 * @param paint emphasizes parts of the text
 */
public record Terminal(int width, Paint paint) {
  /** The width of lines that do not go to a terminal. */
  static final int DEFAULT_WIDTH = 100;

  private static final int LEAST_WIDTH = 40;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /**
   * Finds out about the output of a command: {@code COLUMNS} or the terminal gives the width, and
   * colors are shown on terminals only, unless {@code NO_COLOR} is set.
   */
  public static Terminal of(CommandSpec command) {
    Map<String, String> environment = Main.environmentOf(command);
    boolean isTerminal = isTerminal();
    boolean isColored =
        isTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(width(command, environment, isTerminal), new Paint(isColored));
  }

  private static int width(
      CommandSpec command, Map<String, String> environment, boolean isTerminal) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = DEFAULT_WIDTH;
    if (NUMBER.matcher(columns).matches()) {
      width = Integer.parseInt(columns);
    } else if (isTerminal) {
      width = command.usageMessage().autoWidth(true).width();
    }
    return Math.max(LEAST_WIDTH, width);
  }

  /** Returns whether the output goes to a terminal. Since Java 22 a file has a console, too. */
  public static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return !Boolean.FALSE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
