// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.jars;

import io.podsmith.core.input.InputLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Opens jars of others.
 *
 * <p>A few kilobytes of a jar can inflate to gigabytes, and two entries with one name show one
 * class to a scanner and another one to the class loader. What is read whole is limited here, and
 * nothing is ever unpacked to a path that a jar names.
 */
public final class JarLimits {
  static final int ENTRIES = 250_000;
  static final int CLASS = 32 << 20;
  static final int MANIFEST = 4 << 20;

  /** The largest provider file, in bytes. */
  public static final int PROVIDERS = 1 << 20;

  private static final String CLASS_SUFFIX = ".class";
  private static final String SERVICES = "META-INF/services/";

  private JarLimits() {}

  /**
   * Opens a jar whose manifest and classes can be read.
   *
   * @throws IOException if it is no jar, or exceeds a limit
   */
  public static JarFile open(Path jar) throws IOException {
    JarFile file = openUnchecked(jar);
    try {
      requireEntries(file);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static JarFile openUnchecked(Path jar) throws IOException {
    try {
      return new JarFile(jar.toFile());
    } catch (IllegalArgumentException e) { // for example of a name that is not in UTF-8
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private static void requireEntries(JarFile file) throws IOException {
    if (file.size() > ENTRIES) {
      throw new ZipException("it has more than %,d entries".formatted(ENTRIES));
    }
    Set<String> seen = new HashSet<>();
    for (JarEntry entry : Collections.list(file.entries())) {
      String name = entry.getName();
      if (isOutside(name)) {
        throw new ZipException("it has an entry outside of it: %s".formatted(shown(name)));
      }
      boolean isManifest = name.toUpperCase(Locale.ROOT).equals(JarFile.MANIFEST_NAME);
      boolean isClass = name.endsWith(CLASS_SUFFIX);
      if ((isClass || isManifest || name.startsWith(SERVICES)) && !seen.add(name)) {
        throw new ZipException("it has two entries %s".formatted(shown(name)));
      }
      if (isClass && entry.getSize() > CLASS) {
        throw new ZipException("%s has more than %,d bytes".formatted(shown(name), CLASS));
      }
      if (isManifest) {
        // The declared size may be wrong, and the class loader reads the manifest whole.
        byte[] unused = read(file, entry, MANIFEST);
      }
    }
  }

  private static boolean isOutside(String name) {
    return name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf('\0') >= 0
        || Arrays.asList(name.split("/")).contains("..");
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return line.length() > 200 ? "%s...".formatted(line.substring(0, 200)) : line;
  }

  /**
   * Reads an entry.
   *
   * @param limit in bytes
   * @throws IOException if it cannot be read, or is larger
   */
  public static byte[] read(ZipFile file, ZipEntry entry, int limit) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      if (in == null) {
        throw new ZipException("%s cannot be read".formatted(shown(entry.getName())));
      }
      return InputLimits.read(in, limit);
    } catch (IOException e) {
      throw new ZipException("%s: %s".formatted(shown(entry.getName()), e.getMessage()));
    }
  }

  /** Returns the manifest; empty if the jar has none. */
  static Optional<Manifest> manifest(JarFile file) throws IOException {
    ZipEntry entry = file.getEntry(JarFile.MANIFEST_NAME);
    return entry == null
        ? Optional.empty()
        : Optional.of(new Manifest(new ByteArrayInputStream(read(file, entry, MANIFEST))));
  }
}
