// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.diff.AgainstSummary;
import io.podsmith.diff.DiffException;
import io.podsmith.diff.SettingsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs {@code diff --against}: compares what another distribution and Podsmith make of settings
 * files.
 */
final class Against {
  private static final Pattern SETTINGS = Pattern.compile(".+\\.(conf|properties)");

  private final AgainstDistributions distributions;
  private final PrintWriter out;

  /**
   * Prepares a comparison.
   *
   * @param environment names the cache and the repository of jars
   * @param out receives the result
   * @param err receives the progress of downloads
   */
  Against(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.distributions = AgainstDistributions.ofCommand(environment, err);
    this.out = out;
  }

  /**
   * Compares files.
   *
   * @param against {@code spark:PATH}, {@code spark:VERSION} or {@code podsmith:PATH}
   * @param arguments settings files, or directories with some
   * @return the exit code
   */
  int run(String against, List<String> arguments, OutputOption.Format format) {
    List<SettingsFile> files = files(arguments);
    AgainstDistributions.Pair pair = distributions.of(against);
    AgainstSummary summary =
        AgainstSummary.of(
            pair.theirs(),
            pair.ours(),
            files,
            result -> {
              if (format == OutputOption.Format.TEXT) {
                out.print(AgainstSummary.text(result, pair.theirs().label(), pair.ours().label()));
                out.flush();
              }
            });
    out.print(format.render(() -> "%n%s".formatted(summary.text()), summary::tree));
    out.flush();
    if (summary.hasFailures()) {
      return ExitCodes.ERROR;
    }
    return summary.isExplained() ? ExitCodes.OK : ExitCodes.DIFFERENT;
  }

  private static List<SettingsFile> files(List<String> arguments) {
    List<SettingsFile> files = new ArrayList<>();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        within(path).forEach(file -> files.add(SettingsFile.read(file)));
      } else {
        files.add(SettingsFile.read(path));
      }
    }
    if (files.isEmpty()) {
      throw new DiffException(
          PodsmithError.CONF_ARGUMENTS,
          "--against needs at least one settings file; name properties files, or directories of"
              + " them");
    }
    return files;
  }

  private static List<Path> within(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> files =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> SETTINGS.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
      if (!files.isEmpty()) {
        return files;
      }
    } catch (IOException e) {
      // reported below
    }
    throw new DiffException(
        PodsmithError.CONF_FILE,
        "the directory '%s' has no settings files; their names must end with .conf or .properties"
            .formatted(directory));
  }
}
