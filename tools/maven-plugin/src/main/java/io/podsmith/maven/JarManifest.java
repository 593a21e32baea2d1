// SPDX-License-Identifier: Apache-2.0
package io.podsmith.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Adds entries to the manifest of a jar and leaves everything else as it is. */
final class JarManifest {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private JarManifest() {}

  /** Replaces the jar by one with more entries; the same input gives the same bytes. */
  static void write(Path jar, Map<String, String> entries) throws IOException {
    Path rewritten = jar.resolveSibling("%s.tmp".formatted(jar.getFileName()));
    try {
      try (JarFile from = new JarFile(jar.toFile());
          JarOutputStream to = new JarOutputStream(Files.newOutputStream(rewritten))) {
        copy(from, to, entries);
      }
      Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(rewritten);
    }
  }

  private static void copy(JarFile from, JarOutputStream to, Map<String, String> entries)
      throws IOException {
    Manifest manifest = Optional.ofNullable(from.getManifest()).orElseGet(Manifest::new);
    manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
    entries.forEach(manifest.getMainAttributes()::putValue);
    JarEntry old = from.getJarEntry(JarFile.MANIFEST_NAME);
    to.putNextEntry(entry(JarFile.MANIFEST_NAME, old == null ? NO_TIME : old.getTimeLocal()));
    manifest.write(to);
    to.closeEntry();
    for (JarEntry each : Collections.list(from.entries())) {
      if (!each.getName().equals(JarFile.MANIFEST_NAME)) {
        to.putNextEntry(entry(each.getName(), each.getTimeLocal()));
        try (InputStream content = from.getInputStream(each)) {
          content.transferTo(to);
        }
        to.closeEntry();
      }
    }
  }

  private static JarEntry entry(String name, LocalDateTime time) {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(time);
    return entry;
  }
}
