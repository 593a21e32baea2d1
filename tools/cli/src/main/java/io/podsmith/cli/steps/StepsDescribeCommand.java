// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.steps;

import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.text.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes a feature step. */
@Command(
    name = "describe",
    description = {
      "Describes a feature step: its jar, order, settings, and why it would run or not.",
      "Creates nothing and needs no cluster."
    },
    footer = {"", "Example:", "  podsmith steps describe spark.kerberos --properties-file pi.conf"},
    mixinStandardHelpOptions = true)
public final class StepsDescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "Id or alias of the step.")
  private String id = "";

  @Override
  public Integer call() {
    StepPages pages = KnownSteps.of(settings.resolve());
    spec.commandLine()
        .getOut()
        .print(
            output
                .format()
                .render(() -> pages.describe(id, Terminal.of(spec).width()), () -> pages.tree(id)));
    spec.commandLine().getOut().flush();
    return ExitCodes.OK;
  }
}
