// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.steps;

import io.podsmith.cli.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists and describes feature steps. */
@Command(
    name = "steps",
    description = "Lists and describes the feature steps that settings and classpath give.",
    subcommands = {StepsListCommand.class, StepsDescribeCommand.class},
    mixinStandardHelpOptions = true)
public final class StepsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCodes.OK;
  }
}
