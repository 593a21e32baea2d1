// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Map;

/**
 * A run of a command in this process.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it printed as errors
 */
public record CliRun(int code, String out, String err) {
  /** Runs a command without environment variables. */
  public static CliRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Map.of());
    return new CliRun(code, out.toString(), err.toString());
  }
}
