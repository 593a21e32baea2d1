// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an installation replaced: a line for each jar, with its digest.
 *
 * @param originals Spark's jars by name, which are kept beside the manifest
 * @param installed Podsmith's jars by name
 */
record Manifest(Map<String, String> originals, Map<String, String> installed) {
  static final String FILE = "MANIFEST";
  private static final String ORIGINAL = "original";
  private static final String INSTALLED = "installed";

  static Optional<Manifest> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> originals = new TreeMap<>();
    Map<String, String> installed = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ", -1);
      boolean plain = words.length == 3 && !words[2].contains("/") && words[2].endsWith(".jar");
      if (plain && words[0].equals(ORIGINAL)) {
        originals.put(words[2], words[1]);
      } else if (plain && words[0].equals(INSTALLED)) {
        installed.put(words[2], words[1]);
      } else {
        throw new InstallationException(
            """
            %s has the line '%s'; each line must be 'original' or 'installed', a digest and the \
            name of a jar; restore the file, or unpack the distribution again\
            """
                .formatted(file, line));
      }
    }
    return Optional.of(new Manifest(originals, installed));
  }

  void write(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    originals.forEach((jar, digest) -> lines.add("%s %s %s".formatted(ORIGINAL, digest, jar)));
    installed.forEach((jar, digest) -> lines.add("%s %s %s".formatted(INSTALLED, digest, jar)));
    Path partial = directory.resolve(".%s.partial".formatted(FILE));
    Files.write(partial, lines);
    Files.move(partial, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
