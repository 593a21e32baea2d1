// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ApplicationParameters;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.ErrorLine;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Submits an application as {@code spark-submit} does in cluster mode, without starting Spark. */
@Command(
    name = "submit",
    description = {
      "Submits an application in cluster mode without starting Spark.",
      "Takes the options of spark-submit and creates the same objects."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The application succeeded, or was submitted with --no-wait.",
      "1:Nothing was created, or the application failed without an exit code.",
      "N:The application failed with exit code N."
    },
    footer = {
      "",
      "Example:",
      "  podsmith submit --master k8s://https://HOST:6443 --class org.example.Report \\",
      "    --conf spark.kubernetes.container.image=IMAGE local:///opt/report.jar 2026-11"
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
public final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions options = new SettingsOptions();
  @Mixin private ApplicationParameters application = new ApplicationParameters();

  @Option(
      names = "--wait",
      negatable = true,
      description = {
        "Wait until the application ends. Default: the setting",
        "spark.kubernetes.submission.waitAppCompletion, which is true."
      })
  private @Nullable Boolean wait;

  @Override
  public Integer call() throws InterruptedException {
    List<String> words = application.words();
    if (words.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "the application is missing; add a jar, a Python file or an R file, or spark-internal if the class is in the image");
    }
    CliSettings given = options.resolve(words);
    HadoopSecurity.requireNone(given.settings());
    SparkSettings settings = given.settings();
    if (wait != null) {
      settings =
          settings.with(Map.of(ClusterKeys.WAIT_FOR_APP_COMPLETION.key(), String.valueOf(wait)));
    }
    PrintWriter out = spec.commandLine().getOut();
    SubmissionResult result =
        new Submitter()
            .withOutput(out::print)
            .submit(
                new SubmitRequest(settings, given.application(), given.runtime(), given.origins()));
    return report(result, settings, out);
  }

  private int report(SubmissionResult result, SparkSettings settings, PrintWriter out) {
    if (settings.contains(PodsmithKeys.DRY_RUN)) {
      return result.processExitCode();
    }
    out.println("driver %s: %s".formatted(result.submissionId(), result.phase()));
    try {
      return result.orThrow().processExitCode();
    } catch (PodsmithException e) {
      spec.commandLine().getErr().println(ErrorLine.of(e));
      return result.processExitCode();
    }
  }
}
