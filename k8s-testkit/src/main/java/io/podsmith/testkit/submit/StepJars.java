// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Packs steps for tests that run before the build has packaged its jar.
 *
 * @since 0.1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StepJars {
  private StepJars() {}

  /**
   * Returns a jar that contains a class and everything that was compiled together with it, such as
   * its {@code META-INF/services}.
   *
   * @param type a class of the steps, usually the factory
   * @param directory an existing directory for the jar, if it has to be packed
   * @return the jar that the class was loaded from; if it was loaded from a directory of classes, a
   *     new jar with the contents of that directory
   * @throws IllegalArgumentException if it is unknown where the class was loaded from
   */
  public static Path containing(Class<?> type, Path directory) {
    Path origin = origin(type);
    if (!Files.isDirectory(origin)) {
      return origin;
    }
    Path jar = directory.resolve(type.getSimpleName() + ".jar");
    try (Stream<Path> files = Files.walk(origin);
        OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        entries.putNextEntry(new JarEntry(origin.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
        entries.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pack %s into %s".formatted(origin, jar), e);
    }
  }

  private static Path origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalArgumentException(
          "%s was not loaded from a jar or directory; name a class of your steps"
              .formatted(type.getName()));
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "%s was loaded from %s, which is no file".formatted(type.getName(), source), e);
    }
  }
}
