// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import io.podsmith.core.plan.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists, digests and replaces jars in a directory. */
final class JarFiles {
  private JarFiles() {}

  static List<Path> matching(Path directory, Pattern name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> name.matcher(name(file)).matches()).sorted().toList();
    }
  }

  static Map<String, String> digests(List<Path> jars) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    for (Path jar : jars) {
      digests.put(name(jar), Sha256.of(jar));
    }
    return digests;
  }

  static boolean has(Path file, String digest) throws IOException {
    return Files.isRegularFile(file) && Sha256.of(file).equals(digest);
  }

  static String name(Path file) {
    return file.getFileName().toString();
  }

  /**
   * Copies so that the target has either its old content or all of the new one.
   *
   * @param digest the digest that the copy must have
   */
  static void copy(Path source, Path target, String digest) throws IOException {
    // Spark loads every file that ends with .jar
    Path partial = target.resolveSibling(".%s.partial".formatted(name(target)));
    Files.copy(source, partial, StandardCopyOption.REPLACE_EXISTING);
    if (!has(partial, digest)) {
      Files.delete(partial);
      throw new InstallationException(
          "'%s' changed while it was copied to '%s'; repeat the command".formatted(source, target));
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
