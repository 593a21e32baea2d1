// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes Podsmith's jars from a distribution and restores Spark's own Kubernetes jar. */
@Command(
    name = "uninstall",
    description = "Removes Podsmith's jars from a distribution and restores Spark's own jar.",
    mixinStandardHelpOptions = true)
public final class UninstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SPARK_HOME",
      description = "Spark distribution, or the directory pyspark of Python's site-packages.")
  private Path home = Path.of("");

  @Option(names = "--dry-run", description = "Show the changes, and make none.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try {
      uninstall();
    } catch (IOException e) {
      throw InstallationException.failed(home, e);
    }
    return ExitCodes.OK;
  }

  private void uninstall() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    int changes = new Installation(home, dryRun, out::println).uninstall();
    if (changes == 0) {
      out.println("Podsmith is not installed in %s.".formatted(home));
    } else if (dryRun) {
      out.println("Nothing was changed (--dry-run).");
    } else {
      out.println("Restored Spark's own Kubernetes jar in %s.".formatted(home));
    }
  }
}
