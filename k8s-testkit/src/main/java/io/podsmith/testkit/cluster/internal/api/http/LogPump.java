// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.http;

import io.podsmith.testkit.cluster.internal.api.verbs.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a text in a thread of its own, since reading may block. */
final class LogPump {
  private static final Logger LOG = LoggerFactory.getLogger(LogPump.class);

  /** Takes what was read. */
  interface Out {
    void accept(byte[] content, boolean isLast);
  }

  private static final AtomicLong NUMBER = new AtomicLong();
  private static final int LARGEST_PART = 32 * 1024;
  private final Reply.Text text;
  private final Out out;
  private final Consumer<IOException> failed;
  private boolean isClosed;
  private InputStream stream = InputStream.nullInputStream();

  LogPump(Reply.Text text, Out out, Consumer<IOException> failed) {
    this.text = text;
    this.out = out;
    this.failed = failed;
  }

  void start() {
    Thread thread = new Thread(this::run, "embedded-api-log-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (InputStream in = text.source().open()) {
      if (!keep(in)) {
        return;
      }
      out.accept(new byte[0], false);
      long left = text.limitBytes();
      byte[] part = new byte[LARGEST_PART];
      while (left > 0) {
        int count = in.read(part, 0, (int) Math.min(part.length, left));
        if (count < 0) {
          break;
        }
        left -= count;
        out.accept(Arrays.copyOf(part, count), false);
      }
      out.accept(new byte[0], true);
    } catch (IOException e) {
      if (!isClosed()) {
        failed.accept(e);
      }
    }
  }

  private synchronized boolean keep(InputStream in) {
    stream = in;
    return !isClosed;
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  void close() {
    InputStream open;
    synchronized (this) {
      isClosed = true;
      open = stream;
    }
    try {
      open.close();
    } catch (IOException e) {
      LOG.debug("Cannot close a log stream", e);
    }
  }
}
