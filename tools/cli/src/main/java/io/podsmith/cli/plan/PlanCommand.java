// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.ApplicationParameters;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.text.Terminal;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanDocument;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows or saves what a submission would create. */
@Command(
    name = "plan",
    description = {
      "Shows or saves what a submission would create. Creates nothing and needs no cluster.",
      "A saved plan holds no secrets: their values are (secret)."
    },
    footer = {
      "",
      "Examples:",
      "  podsmith plan --properties-file pi.conf --class Pi local:///opt/pi.jar 100",
      "  podsmith plan -o pi.yaml --properties-file pi.conf --class Pi local:///opt/pi.jar 100"
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private ExecutorOptions executor = new ExecutorOptions();
  @Mixin private ApplicationParameters application = new ApplicationParameters();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT|FILE",
      defaultValue = "text",
      description = {
        "Print a summary (text) or the plan (json, yaml), or save the plan to a file that ends",
        "with .json, .yaml or .yml. Default: text."
      })
  private String output = "text";

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    switch (output.toLowerCase(Locale.ROOT)) {
      case "text" -> out.print(summary());
      case "json" -> out.print(PlanDocument.toJson(plan()));
      case "yaml" -> out.print(PlanDocument.toYaml(plan()));
      default -> save(out);
    }
    out.flush();
    return ExitCodes.OK;
  }

  private Plan plan() {
    CliSettings given = settings.resolve(application.words());
    return Plans.toApply(given, executor.executor(given.settings()));
  }

  private String summary() {
    return new PlanText(Terminal.of(spec)).render(plan());
  }

  private void save(PrintWriter out) {
    String name = output.toLowerCase(Locale.ROOT);
    boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
    if (!isYaml && !name.endsWith(".json")) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          "--output",
          """
          --output is '%s' but must be text, json, yaml, or a file that ends with .json, .yaml or \
          .yml; change it\
          """
              .formatted(output));
    }
    Plan plan = plan();
    Path file = Path.of(output);
    try {
      Files.writeString(file, isYaml ? PlanDocument.toYaml(plan) : PlanDocument.toJson(plan));
    } catch (IOException e) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_FILE,
          "--output",
          "the plan cannot be written to '%s' (%s); choose a file in a writable directory"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    out.println("Saved the plan of %s to %s".formatted(plan.target().appName(), file));
  }
}
