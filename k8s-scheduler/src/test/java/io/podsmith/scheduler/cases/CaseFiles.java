// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.Utils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the cases of {@code src/test/resources/cases}.
 *
 * @param directory a directory of the test, for {@code @DIRECTORY@}
 * @param server the address of the API server, for {@code @SERVER@}
 */
record CaseFiles(Path directory, String server) {
  private static final Path ALL = Path.of("src/test/resources/cases").toAbsolutePath();

  /** Returns the directory of a case. */
  static Path of(String name) {
    return ALL.resolve(name);
  }

  /** Writes a settings file of a case, with all placeholders replaced, for spark-submit. */
  Path write(String name, String file) throws IOException {
    String text =
        Files.readString(of(name).resolve(file))
            .replace("@CASE@", of(name).toString())
            .replace("@DIRECTORY@", directory.toString())
            .replace("@SERVER@", server);
    return Files.writeString(directory.resolve(name + "-" + file), text);
  }

  /** Reads a settings file as Spark reads {@code spark-defaults.conf}. */
  Map<String, String> read(String name, String file) throws IOException {
    return new TreeMap<>(
        CollectionConverters.asJava(Utils.getPropertiesFromFile(write(name, file).toString())));
  }
}
