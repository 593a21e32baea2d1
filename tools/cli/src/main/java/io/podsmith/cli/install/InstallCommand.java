// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replaces Spark's own Kubernetes jar in a distribution with Podsmith's jars. */
@Command(
    name = "install",
    description = "Replaces Spark's own Kubernetes jar in a distribution with Podsmith's jars.",
    footer = {
      "",
      "The original is kept in SPARK_HOME/podsmith-original. Run the command again after",
      "an interruption or to upgrade, and 'podsmith uninstall' to go back."
    },
    mixinStandardHelpOptions = true)
public final class InstallCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SPARK_HOME",
      description = "Spark distribution, or the directory pyspark of Python's site-packages.")
  private Path home = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "DIRECTORY",
      description = "Directory with Podsmith's jars. Default: those of this command.")
  private @Nullable Path source;

  @Option(names = "--dry-run", description = "Show the changes, and make none.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try {
      install();
    } catch (IOException e) {
      throw InstallationException.failed(home, e);
    }
    return ExitCodes.OK;
  }

  private void install() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Installation installation = new Installation(home, dryRun, out::println);
    String version = installation.sparkVersion();
    int changes = installation.install(source == null ? CommandHome.sparkJars() : source);
    if (changes == 0) {
      out.println("Podsmith is already installed in %s.".formatted(home));
    } else if (dryRun) {
      out.println("Nothing was changed (--dry-run).");
    } else {
      out.println(
          """
          Installed Podsmith in %s (Spark %s). Install it in the image, too.
          To go back: podsmith uninstall %s"""
              .formatted(home, version, home));
    }
  }
}
