// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.loading;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A whole jar, or a directory in a jar that has the content of another one.
 *
 * @param path where the jar is
 * @param jar the jar, open as long as the JVM runs
 * @param directory the directory with a slash at its end, or empty
 */
record JarPart(Path path, JarFile jar, String directory) {
  /** Returns where an entry can be read. */
  URL url(String name) {
    try {
      return new URL("jar:%s!/%s%s".formatted(path.toUri(), directory, name));
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the JDK reads jars", e);
    }
  }

  /** Returns the place that stack traces and errors show for classes. */
  URL location() {
    try {
      return directory.isEmpty() ? path.toUri().toURL() : url("");
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the JDK reads files", e);
    }
  }

  byte[] read(String name) throws IOException {
    JarEntry entry = jar.getJarEntry(directory + name);
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  Optional<Manifest> manifest() throws IOException {
    JarEntry entry = jar.getJarEntry(directory + JarFile.MANIFEST_NAME);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return Optional.of(new Manifest(in));
    }
  }
}
