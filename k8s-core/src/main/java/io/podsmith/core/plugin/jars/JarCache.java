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
 * A temporary directory for copies of jars; made on first use. It is deleted when the cache is
 * closed, or else when the JVM ends.
 */
public final class JarCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JarCache.class);

  private static final String JAR = ".jar";

  private @Nullable Path directory;
  private int count;

  /** Writes a jar. */
  Path store(String name, byte[] content) throws IOException {
    return Files.write(newFile(name), content);
  }

  /** Copies a jar, unless it is here already. */
  Path copy(String name, Path jar) throws IOException {
    return directory != null && jar.startsWith(directory) ? jar : Files.copy(jar, newFile(name));
  }

  /** Each file has a directory of its own: names come from others, as ids of plugins do. */
  private Path newFile(String name) throws IOException {
    if (directory == null) {
      directory = atExitDeleted(Files.createTempDirectory("podsmith-steps-"));
    }
    String plain = name.replaceAll("[^A-Za-z0-9._+-]", "_");
    Path own = atExitDeleted(Files.createDirectory(directory.resolve(String.valueOf(count++))));
    return atExitDeleted(own.resolve(plain.endsWith(JAR) ? plain : plain + JAR));
  }

  /** The JVM deletes in reverse order, so files before their directory. */
  private static Path atExitDeleted(Path path) {
    path.toFile().deleteOnExit();
    return path;
  }

  @Override
  public void close() {
    if (directory == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Could not delete the temporary directory {}: {}", directory, e.toString());
    }
  }
}
