// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.Main;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Arguments;
import io.podsmith.cli.text.Terminal;
import io.podsmith.diff.PlanDiff;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two files of settings, two plans, or one of them with a running driver. */
@Command(
    name = "diff",
    description = {
      "Compares what two submissions would create, field by field, with the steps and settings",
      "that make the differences. Creates nothing; only driver:... needs a cluster."
    },
    customSynopsis = {
      "podsmith diff [OPTIONS] A B [-- APPLICATION [ARGUMENT...]]",
      "       podsmith diff --against spark:PATH|spark:VERSION|podsmith:PATH [-o FORMAT] FILE..."
    },
    footer = {
      "",
      "What is drawn for each submission, such as ids in names, does not count. Secrets are",
      "not compared. Exit code: 0 if there is no difference, 2 if there is one, 1 for an error.",
      "",
      "Examples:",
      "  podsmith diff today.conf tomorrow.conf",
      "  podsmith diff pi.yaml pi.conf",
      "  podsmith diff pi.yaml driver:jobs/spark-pi-driver",
      "  podsmith diff --against spark:4.1.1 nightly/*.conf"
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
  private static final int SIDES = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--against",
      paramLabel = "DISTRIBUTION",
      description = {
        "Compare what another distribution and Podsmith create for each settings FILE, or each in",
        "a directory. One of: spark:PATH, a distribution with Spark's own Kubernetes jar;",
        "spark:VERSION, which is downloaded; podsmith:PATH, another version of Podsmith. Known",
        "differences are named by their ids in docs/differences.md. Exit code: 2 if another shows."
      })
  private Optional<String> against = Optional.empty();

  @Parameters(
      arity = "0..*",
      paramLabel = "A B",
      hideParamSyntax = true,
      description = {
        "Each a file of settings, a saved plan (.json, .yaml), or driver:NAMESPACE/POD, a driver",
        "in the cluster. Options hold for both. After --, the application and its arguments."
      })
  private List<String> positional = new ArrayList<>();

  @Override
  public Integer call() {
    Arguments arguments = Arguments.of(spec, positional);
    if (against.isPresent()) {
      CommandLine command = spec.commandLine();
      Map<String, String> environment = Main.environmentOf(spec);
      return new Against(environment, command.getOut(), command.getErr())
          .run(against.get(), arguments.own(), output.format());
    }
    if (arguments.own().size() != SIDES) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          "diff",
          "diff has %s but takes two: files of settings, plans or driver:NAMESPACE/POD"
              .formatted(
                  arguments.own().isEmpty()
                      ? "no arguments"
                      : "the arguments %s".formatted(String.join(" ", arguments.own()))));
    }
    String first = arguments.own().get(0);
    String second = arguments.own().get(1);
    Sides sides = new Sides(settings, arguments.application());
    PlanDiff.Result result = sides.compare(first, second);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        output
            .format()
            .render(
                () -> new DiffText(Terminal.of(spec)).render(first, second, result),
                () -> DiffTree.of(first, second, result)));
    out.flush();
    return result.isSame() ? ExitCodes.OK : ExitCodes.DIFFERENT;
  }
}
