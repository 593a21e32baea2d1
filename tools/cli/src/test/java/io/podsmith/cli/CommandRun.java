// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A command that has run in this process.
 *
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int code, String out, String err) {
  /** Runs a command with an empty environment; each argument is shown as text. */
  public static CommandRun of(Object... arguments) {
    return of(Arrays.stream(arguments).map(String::valueOf).toList());
  }

  /** Runs a command with an empty environment. */
  public static CommandRun of(List<String> arguments) {
    return of(arguments, new StringWriter());
  }

  /**
   * Runs a command with an empty environment.
   *
   * @param out receives standard output; another thread may read it while the command runs
   */
  public static CommandRun of(List<String> arguments, StringWriter out) {
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            arguments.toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Map.of());
    return new CommandRun(code, out.toString(), err.toString());
  }
}
