// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import io.podsmith.cli.ApplicationParameters;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.submit.SubmissionResult;
import io.podsmith.core.submit.SubmitRequest;
import io.podsmith.core.submit.Submitter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Submits an application as {@code spark-submit} does in cluster mode, without starting Spark. */
@Command(
    name = "submit",
    description = {
      "Submits an application in cluster mode without starting Spark.",
      "Takes the options of spark-submit and creates the same objects."
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

  @Mixin private WaitOption wait = new WaitOption();

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
    SparkSettings settings = wait.addTo(given.settings());
    PrintWriter out = spec.commandLine().getOut();
    SubmissionResult result =
        new Submitter()
            .withOutput(out::print)
            .submit(
                new SubmitRequest(settings, given.application(), given.runtime(), given.origins()));
    return settings.contains(PodsmithKeys.DRY_RUN)
        ? result.processExitCode()
        : WaitOption.report(spec, result);
  }
}
