// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.fetch;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.diff.DiffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Downloads the Python package {@code pyspark} with pip, which has settings of its own. */
final class PythonPackage {
  /** Marks a directory whose files have all been extracted. */
  static final String COMPLETE = ".complete";

  private PythonPackage() {}

  static Path jarsIn(Path directory) {
    return directory.resolve("deps").resolve("jars");
  }

  /** Downloads a version into a directory that does not exist, or is not complete. */
  static void download(String version, Path directory) throws IOException {
    Path parent = Files.createDirectories(directory.toAbsolutePath().getParent());
    Path work = Files.createTempDirectory(parent, ".pyspark");
    try {
      run(
          List.of(
              "python3",
              "-m",
              "pip",
              "download",
              "--quiet",
              "--no-deps",
              "--no-binary",
              ":all:",
              "--dest",
              work.toString(),
              "pyspark==" + version),
          version);
      String archive = "pyspark-%s.tar.gz".formatted(version);
      run(List.of("tar", "-C", work.toString(), "-xzf", work.resolve(archive).toString()), version);
      Path extracted = work.resolve("pyspark-" + version);
      Files.createFile(extracted.resolve(COMPLETE));
      if (!Files.exists(directory)) {
        Files.move(extracted, directory, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      delete(work);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      files
          .sorted(java.util.Comparator.reverseOrder())
          .map(Path::toFile)
          .forEach(java.io.File::delete);
    } catch (IOException e) {
      // what remains is in the cache under a name of its own
    }
  }

  private static void run(List<String> command, String version) throws IOException {
    int code;
    try {
      code =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw failure(command.get(0) + " cannot be started", version);
    }
    if (code != 0) {
      throw failure("%s failed with exit code %d".formatted(command.get(0), code), version);
    }
  }

  private static DiffException failure(String problem, String version) {
    return new DiffException(
        PodsmithError.CONF_FILE,
        """
        cannot fetch Spark %s with 'python3 -m pip download pyspark==%s' (%s); run that command to \
        see why, or name the directory of a distribution with spark:PATH\
        """
            .formatted(version, version, problem));
  }
}
