// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of the loopback network for a node and its pods: {@code 127.n.x.y}, one {@code n} for
 * each node on this machine.
 */
public final class NodeAddresses implements AutoCloseable {
  private static final int TRIES = 100;
  private static final int LOCK_PORT = 10250;

  private final int network;
  private final ServerSocket lock;
  private final AtomicInteger next = new AtomicInteger(256);

  private NodeAddresses(int network, ServerSocket lock) {
    this.network = network;
    this.lock = lock;
  }

  /** Takes a network that no other node of this machine uses. */
  public static NodeAddresses take() {
    for (int i = 0; i < TRIES; i++) {
      int network = ThreadLocalRandom.current().nextInt(1, 255);
      try {
        InetAddress address = InetAddress.getByName("127." + network + ".0.1");
        return new NodeAddresses(network, new ServerSocket(LOCK_PORT, 1, address));
      } catch (IOException taken) {
        // By another node: try another.
      }
    }
    throw new IllegalStateException(
        "found no free loopback network 127.n.0.0/16 in "
            + TRIES
            + " tries; stop other embedded clusters, and note that only Linux lets programs bind"
            + " all of 127.0.0.0/8");
  }

  public String host() {
    return "127." + network + ".0.1";
  }

  public String nextPod() {
    int number = next.getAndIncrement();
    return "127." + network + "." + (number / 254 % 255) + "." + (number % 254 + 1);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
