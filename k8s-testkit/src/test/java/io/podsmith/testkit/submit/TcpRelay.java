// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.submit;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a client and a server and does what networks do. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private TcpRelay(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  static TcpRelay to(String url) throws IOException {
    return new TcpRelay(URI.create(url));
  }

  /** Makes a configuration lead through this relay. */
  Config redirect(Config config) {
    config.setMasterUrl(server.getScheme() + "://127.0.0.1:" + listener.getLocalPort());
    return config;
  }

  /** Closes all connections; new ones can be made. */
  void cut() {
    connections.forEach(Connection::close);
    connections.clear();
  }

  /** Lets nothing through the open connections any more, without closing them. */
  void muteOpenConnections() {
    connections.forEach(connection -> connection.isMute = true);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
    threads.shutdownNow();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Connection connection =
            new Connection(client, new Socket(server.getHost(), server.getPort()));
        connections.add(connection);
        threads.execute(() -> connection.pump(connection.client, connection.upstream));
        threads.execute(() -> connection.pump(connection.upstream, connection.client));
      } catch (IOException e) {
        // closed, or the server is away: the client sees it
      }
    }
  }

  private static final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean isMute;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void pump(Socket from, Socket to) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!isMute) {
            out.write(buffer, 0, n);
            out.flush();
          }
        }
      } catch (IOException e) {
        // closed by either side
      } finally {
        close();
      }
    }

    void close() {
      try (client;
          upstream) {
        // both are closed on the way out
      } catch (IOException e) {
        // nothing more can be done
      }
    }
  }
}
