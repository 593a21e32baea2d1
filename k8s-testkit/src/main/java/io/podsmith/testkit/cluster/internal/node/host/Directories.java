// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates directories, and deletes them with everything in them, without following links. */
public final class Directories {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

  private Directories() {}

  /** Creates a directory with a unique name among the temporary files. */
  public static Path create(String prefix) throws IOException {
    return Files.createTempDirectory(prefix).toRealPath();
  }

  /** Creates a directory with a unique name in a parent, which is created if necessary. */
  public static Path create(Path parent, String prefix) throws IOException {
    Path existing = Files.createDirectories(parent.toAbsolutePath());
    return Files.createTempDirectory(existing, prefix).toRealPath();
  }

  /** Deletes a directory; what cannot be deleted is logged and left. */
  public static void delete(Path directory) {
    if (Files.notExists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(directory)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Cannot delete {}: {}", directory, e.toString());
      return;
    }
    for (Path path : deepestFirst) {
      try {
        Files.delete(path);
      } catch (NoSuchFileException alreadyGone) {
        // Somebody else tidied up.
      } catch (IOException e) {
        LOG.warn("Cannot delete {}: {}", path, e.toString());
      }
    }
  }
}
