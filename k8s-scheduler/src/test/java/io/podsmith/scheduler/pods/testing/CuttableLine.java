// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A way to a server that can be cut and mended. */
public final class CuttableLine implements AutoCloseable {
  private final ServerSocket entry;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cuttable-line");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean cut;

  public CuttableLine(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.entry = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return entry.getLocalPort();
  }

  /** Drops what is connected, and whoever connects until the line is mended. */
  public void cut() {
    cut = true;
    drop();
  }

  public void mend() {
    cut = false;
  }

  /** Drops what is connected. */
  public void drop() {
    open.forEach(CuttableLine::close);
    open.clear();
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket near = entry.accept();
        if (cut) {
          near.close();
          continue;
        }
        Socket far = new Socket(host, port);
        open.add(near);
        open.add(far);
        threads.execute(() -> pump(near, far));
        threads.execute(() -> pump(far, near));
      } catch (IOException e) {
        // Either the line is closed, or this connection failed, which the client sees.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // The other side is gone; both ends are closed below.
    } finally {
      close(from);
      close(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    entry.close();
    drop();
    threads.shutdownNow();
  }
}
