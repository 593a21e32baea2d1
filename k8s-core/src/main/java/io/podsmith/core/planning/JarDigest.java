// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a jar, by which two builds of one version are told apart. */
final class JarDigest {
  private JarDigest() {}

  /** Returns the digest, empty where the jar is not a file of this machine. */
  static String of(String jar) {
    try {
      Path file = Path.of(jar);
      if (!Files.isRegularFile(file)) {
        return "";
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return "sha256:%s".formatted(HexFormat.of().formatHex(digest));
    } catch (InvalidPathException | IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
