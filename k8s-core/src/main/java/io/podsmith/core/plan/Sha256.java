// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests of plans and of jars, in hexadecimal digits. */
public final class Sha256 {
  private Sha256() {}

  /** Returns the digest of some bytes. */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(algorithm().digest(content));
  }

  /**
   * Returns the digest of a file, which is not held in memory.
   *
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digesting = new DigestInputStream(in, algorithm())) {
      digesting.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    }
  }

  /**
   * Returns the digest of a file as plans, logs and settings show it: with its algorithm.
   *
   * @throws IOException if the file cannot be read
   */
  public static String named(Path file) throws IOException {
    return named(of(file));
  }

  /** Returns a digest with its algorithm. */
  public static String named(String digest) {
    return "sha256:%s".formatted(digest);
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
