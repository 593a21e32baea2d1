// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The positional arguments of a command that has some of its own, and takes the application after
 * {@code --}.
 *
 * @param own the arguments before {@code --}
 * @param application the application and its arguments; empty without {@code --}
 */
public record Arguments(List<String> own, List<String> application) {
  private static final String SEPARATOR = "--";

  public Arguments {
    own = List.copyOf(own);
    application = List.copyOf(application);
  }

  /**
   * Splits the arguments.
   *
   * @param positional all positional arguments, as they were parsed
   */
  public static Arguments of(CommandSpec command, List<String> positional) {
    List<String> all = command.commandLine().getParseResult().originalArgs();
    int separator = all.indexOf(SEPARATOR);
    int after = separator < 0 ? 0 : Math.min(positional.size(), all.size() - separator - 1);
    int split = positional.size() - after;
    return new Arguments(
        positional.subList(0, split), positional.subList(split, positional.size()));
  }
}
