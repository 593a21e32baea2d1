// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.util.OptionalLong;

/** Reads a log, and waits for more of it where that is wanted. */
public final class LogStream extends InputStream {
  private static final long POLL_MILLIS = 20;

  private final RandomAccessFile file;
  private final ContainerLog log;
  private final boolean follow;
  private volatile boolean closed;

  private LogStream(RandomAccessFile file, ContainerLog log, boolean follow) {
    this.file = file;
    this.log = log;
    this.follow = follow;
  }

  public static LogStream open(ContainerLog log, boolean follow, OptionalLong tailLines)
      throws IOException {
    RandomAccessFile file = new RandomAccessFile(log.file().toFile(), "r");
    if (tailLines.isPresent()) {
      file.seek(startOfTail(file, tailLines.getAsLong()));
    }
    return new LogStream(file, log, follow);
  }

  /** Returns where the last so many lines begin. */
  private static long startOfTail(RandomAccessFile file, long lines) throws IOException {
    byte[] content = new byte[Math.toIntExact(file.length())];
    file.readFully(content);
    int at = content.length;
    if (at > 0 && content[at - 1] == '\n') {
      at--;
    }
    long left = lines;
    while (left > 0 && at > 0) {
      at--;
      if (content[at] == '\n') {
        left--;
      }
    }
    return lines == 0 ? content.length : left == 0 ? at + 1 : 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      boolean growing = follow && log.isGrowing().getAsBoolean();
      int read = closed ? -1 : file.read(buffer, offset, length);
      if (read >= 0 || !growing) {
        return read;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for more of the log");
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    file.close();
  }
}
