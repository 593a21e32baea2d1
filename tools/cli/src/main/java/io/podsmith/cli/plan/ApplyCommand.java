// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ErrorLine;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.Submitter;
import io.podsmith.core.submit.saved.AllowedDifferences;
import io.podsmith.core.submit.saved.AllowedDifferences.Difference;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "Options say how to connect; they change no object. A plan with secrets cannot be applied,",
      "because plans do not hold them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The application succeeded, or was submitted with --no-wait.",
      "1:Nothing was created, or the application failed without an exit code.",
      "N:The application failed with exit code N."
    },
    footer = {"", "Example:", "  podsmith apply pi.yaml --master k8s://https://HOST:6443"},
    sortOptions = false,
    mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The plan, as podsmith plan saved it.")
  private Path file = Path.of("");

  @Option(
      names = "--allow",
      split = ",",
      paramLabel = "DIFFERENCE",
      description = {
        "What may differ between the plan and the place where it is applied, separated by",
        "commas: cluster, namespace, version (of Podsmith). Default: nothing."
      })
  private Set<Difference> allowed = EnumSet.noneOf(Difference.class);

  @Option(
      names = "--wait",
      negatable = true,
      description = {
        "Wait until the application ends. Default: the setting",
        "spark.kubernetes.submission.waitAppCompletion, which is true."
      })
  private @Nullable Boolean wait;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() throws InterruptedException {
    Plan plan = Plans.read(file);
    SparkSettings connection = settings.resolve().settings();
    if (wait != null) {
      connection =
          connection.with(Map.of(ClusterKeys.WAIT_FOR_APP_COMPLETION.key(), String.valueOf(wait)));
    }
    SubmissionResult result =
        new Submitter().apply(plan, connection, new AllowedDifferences(allowed));
    PrintWriter out = spec.commandLine().getOut();
    out.println("driver %s: %s".formatted(result.submissionId(), result.phase()));
    try {
      return result.orThrow().processExitCode();
    } catch (PodsmithException e) {
      spec.commandLine().getErr().println(ErrorLine.of(e));
      return result.processExitCode();
    }
  }
}
