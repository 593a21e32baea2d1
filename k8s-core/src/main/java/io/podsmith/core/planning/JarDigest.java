// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.plan.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The digest of a jar, which distinguishes two builds of one version. */
final class JarDigest {
  private JarDigest() {}

  /** Returns the digest, empty if the jar is not a file of this machine. */
  static String of(String jar) {
    try {
      return of(Path.of(jar));
    } catch (InvalidPathException e) {
      return "";
    }
  }

  /** Returns the digest, empty if the jar cannot be read. */
  static String of(Path jar) {
    try {
      return Files.isRegularFile(jar) ? Sha256.named(jar) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
