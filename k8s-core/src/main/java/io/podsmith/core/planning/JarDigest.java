// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
      if (!Files.isRegularFile(jar)) {
        return "";
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return "sha256:%s".formatted(HexFormat.of().formatHex(digest));
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
