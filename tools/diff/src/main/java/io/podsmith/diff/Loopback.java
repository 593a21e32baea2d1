// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives each driver an address of its own on this machine, as drivers bind fixed ports.
 *
 * <p>Linux has all of 127.0.0.0/8; other systems have 127.0.0.1 only.
 */
final class Loopback {
  static final String COMMON = "127.0.0.1";
  private static final int HIGHEST = 254;

  private Loopback() {}

  /** Returns an address that is most probably unused, or the common one. */
  static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String address =
        "127.%d.%d.%d"
            .formatted(
                random.nextInt(1, HIGHEST), random.nextInt(1, HIGHEST), random.nextInt(2, HIGHEST));
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
      return address;
    } catch (IOException e) {
      return COMMON;
    }
  }
}
