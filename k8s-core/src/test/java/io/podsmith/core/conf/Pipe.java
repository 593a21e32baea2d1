// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A named pipe that yields a text once; whoever opens it a second time blocks. */
public final class Pipe {
  private Pipe() {}

  /** Creates a pipe, as a shell does for {@code <(...)}. */
  public static Path of(Path folder, String name, String text) throws IOException {
    Path pipe = folder.resolve(name);
    try {
      if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() != 0) {
        throw new IOException("mkfifo failed for " + pipe);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    Thread writer = new Thread(() -> write(pipe, text), "pipe-" + name);
    writer.setDaemon(true);
    writer.start();
    return pipe;
  }

  private static void write(Path pipe, String text) {
    try {
      Files.write(pipe, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
