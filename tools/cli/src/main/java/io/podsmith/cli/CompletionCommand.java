// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints a script that completes podsmith's commands and options in a shell.",
    footer = {"", "Example: source <(podsmith completion bash)"},
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private String shell = "";

  @Override
  public void run() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw new ParameterException(
          spec.commandLine(), "'%s' is not a supported shell; use bash or zsh".formatted(shell));
    }
    // one script for both: it switches zsh to bash's completion by itself
    spec.commandLine().getOut().print(AutoComplete.bash("podsmith", spec.root().commandLine()));
  }
}
