// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff.fetch;

import java.util.List;

/**
 * A jar by its coordinates.
 *
 * @param path its path in a Maven repository
 * @param sha256 the digest of its content, in hexadecimal digits
 */
record LockedJar(String path, String sha256) {
  /** Reads lines of a digest and {@code group:artifact:version[:classifier]}. */
  static List<LockedJar> parse(String text) {
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(LockedJar::ofLine)
        .toList();
  }

  private static LockedJar ofLine(String line) {
    String[] words = line.split(" ", -1);
    String[] parts = words[1].split(":", -1);
    String classifier = parts.length > 3 ? "-" + parts[3] : "";
    return new LockedJar(
        "%s/%s/%s/%s-%s%s.jar"
            .formatted(
                parts[0].replace('.', '/'), parts[1], parts[2], parts[1], parts[2], classifier),
        words[0]);
  }
}
