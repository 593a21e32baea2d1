// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.submit;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ErrorLine;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.submit.SubmissionResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option {@code --wait} and the exit codes of commands that create an application. */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The application succeeded, or was submitted with --no-wait.",
      "1:Nothing was created, or the application failed without an exit code.",
      "N:The application failed with exit code N."
    })
public final class WaitOption {
  @Option(
      names = "--wait",
      negatable = true,
      description = {
        "Wait until the application ends. Default: the setting",
        "spark.kubernetes.submission.waitAppCompletion, which is true."
      })
  private @Nullable Boolean wait;

  /** Returns the settings with what the option says. */
  public SparkSettings addTo(SparkSettings settings) {
    return wait == null
        ? settings
        : settings.with(Map.of(ClusterKeys.WAIT_FOR_APP_COMPLETION.key(), String.valueOf(wait)));
  }

  /** Prints the state of the driver and, if it failed, why; returns the exit code. */
  public static int report(CommandSpec command, SubmissionResult result) {
    command
        .commandLine()
        .getOut()
        .println("driver %s: %s".formatted(result.submissionId(), result.phase()));
    try {
      return result.orThrow().processExitCode();
    } catch (PodsmithException e) {
      command.commandLine().getErr().println(ErrorLine.of(e));
      return result.processExitCode();
    }
  }
}
