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
import picocli.CommandLine.Spec;

/** Lists feature steps, and whether they would run. */
@Command(
    name = "list",
    description = {
      "Lists all feature steps in their order, and whether each would run with the settings.",
      "Creates nothing and needs no cluster."
    },
    footer = {
      "",
      "Examples:",
      "  podsmith steps list",
      "  podsmith steps list --properties-file pi.conf",
      "  podsmith steps list --conf spark.podsmith.steps.jars=log-shipper.jar"
    },
    mixinStandardHelpOptions = true)
public final class StepsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    StepPages pages = KnownSteps.of(settings.resolve());
    spec.commandLine()
        .getOut()
        .print(output.format().render(() -> pages.list(Terminal.of(spec).width()), pages::tree));
    spec.commandLine().getOut().flush();
    return ExitCodes.OK;
  }
}
