// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.fabric8.kubernetes.api.model.Pod;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address at which executors call the driver. */
final class DriverAddress {
  /** Only what is read as an IP address without a name lookup. */
  private static final Pattern IP_LITERAL =
      Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private DriverAddress() {}

  /**
   * Returns the address to call a driver whose executors use the IP of its pod. A wildcard such as
   * {@code 0.0.0.0} is an address to bind to, which nobody can call: in its place comes the IP of
   * the driver's pod, or the host where that is not known.
   *
   * @param bindAddress {@code spark.driver.bindAddress}
   * @param host {@code spark.driver.host}
   * @param driverPod the pod that {@code spark.kubernetes.driver.pod.name} names
   */
  static String ofPod(String bindAddress, String host, Optional<Pod> driverPod) {
    if (!isWildcard(bindAddress)) {
      return inBrackets(bindAddress);
    }
    return driverPod
        .map(Pod::getStatus)
        .map(status -> status.getPodIP())
        .filter(ip -> !ip.isBlank())
        .map(DriverAddress::inBrackets)
        .orElse(host);
  }

  /** Returns whether an address means all addresses of its host. */
  static boolean isWildcard(String address) {
    String plain = withoutBrackets(address.strip());
    if (plain.isEmpty() || plain.equals("*")) {
      return true;
    }
    if (!IP_LITERAL.matcher(plain).matches()) {
      return false;
    }
    try {
      return InetAddress.getByName(plain).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      // Not an address after all: Spark says so when it binds.
      return false;
    }
  }

  private static String withoutBrackets(String address) {
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  private static String inBrackets(String address) {
    return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
  }
}
