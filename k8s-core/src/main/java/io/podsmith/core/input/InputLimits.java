// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files into memory up to a limit. A device or a pipe may have no end. */
public final class InputLimits {
  /** The largest file that is read into memory, in bytes. */
  public static final int FILE = 128 << 20;

  private InputLimits() {}

  /**
   * Reads a file of this machine.
   *
   * @throws IOException if it cannot be read, or has more than {@link #FILE} bytes
   */
  public static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, FILE);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param limit in bytes
   * @throws IOException if it cannot be read, or has more bytes
   */
  public static byte[] read(InputStream in, int limit) throws IOException {
    byte[] content = in.readNBytes(limit);
    if (content.length == limit && in.read() >= 0) {
      throw new IOException("it has more than %,d bytes".formatted(limit));
    }
    return content;
  }
}
