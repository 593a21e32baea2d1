// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder for jars that do not lie on this machine as files; made on first use. It is
 * deleted when the cache is closed, or else when the JVM ends.
 */
public final class JarCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JarCache.class);

  private @Nullable Path folder;

  Path store(String pluginId, String name, byte[] content) throws IOException {
    if (folder == null) {
      folder = atExitDeleted(Files.createTempDirectory("podsmith-steps-"));
    }
    Path own = atExitDeleted(Files.createDirectories(folder.resolve(pluginId)));
    return atExitDeleted(Files.write(own.resolve(name), content));
  }

  /** The JVM deletes in reverse order, so files before their folder. */
  private static Path atExitDeleted(Path path) {
    path.toFile().deleteOnExit();
    return path;
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Could not delete the temporary directory {}: {}", folder, e.toString());
    }
  }
}
