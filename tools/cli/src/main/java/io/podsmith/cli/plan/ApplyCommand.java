// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.cli.CliSettings;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.submit.WaitOption;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import io.podsmith.core.submit.saved.AllowedDifferences;
import io.podsmith.core.submit.saved.AllowedDifferences.Difference;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates exactly the objects of a saved plan. */
@Command(
    name = "apply",
    description = {
      "Creates exactly the objects of a saved plan.",
      "Options say how to connect; they change no object. If the plan lacks secrets or uploaded",
      "files, pass the settings and the application that it was made from: it is made again, and",
      "must be the same."
    },
    footer = {"", "Example:", "  podsmith apply pi.yaml --master k8s://https://HOST:6443"},
    sortOptions = false,
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The plan, as podsmith plan saved it.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "[-- APPLICATION [ARGUMENT...]]",
      hideParamSyntax = true,
      description = "The application that the plan was made from, if the plan lacks something.")
  private List<String> application = List.of();

  @Option(
      names = "--allow",
      split = ",",
      paramLabel = "DIFFERENCE",
      description = {
        "What may differ between the plan and the place where it is applied, separated by",
        "commas: cluster, namespace, version (of Podsmith). Default: nothing."
      })
  private Set<Difference> allowed = EnumSet.noneOf(Difference.class);

  @Mixin private WaitOption wait = new WaitOption();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = Plans.read(file);
    CliSettings given = settings.resolve(application);
    SparkSettings connection = wait.addTo(given.settings());
    SubmissionResult result =
        new Submitter()
            .apply(
                plan,
                new SubmitRequest(
                    connection, given.application(), given.runtime(), given.origins()),
                new AllowedDifferences(allowed));
    return WaitOption.report(spec, result);
  }
}
