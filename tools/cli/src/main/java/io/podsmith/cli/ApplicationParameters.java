// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/**
 * The application and its arguments, for commands that take them last, as {@code spark-submit}
 * does: all words after the application belong to the application.
 */
public final class ApplicationParameters {
  @Parameters(
      arity = "0..*",
      paramLabel = "[APPLICATION [ARGUMENT...]]",
      hideParamSyntax = true,
      description = "Jar, Python file or R file, and the arguments to pass to it.")
  private List<String> words = new ArrayList<>();

  /** Returns the application and its arguments; empty if the command line ends before. */
  public List<String> words() {
    return List.copyOf(words);
  }
}
