// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Deletes temporary directories. */
final class Directories {
  private Directories() {}

  /** Deletes a directory with all that it holds, as far as possible. */
  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // a temporary directory: the system deletes what remains
    }
  }
}
