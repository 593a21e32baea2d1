// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;

/** Port numbers as Kubernetes accepts them. */
public final class Ports {
  private static final int MAX = 65535;
  private static final int FIRST_UNPRIVILEGED = 1024;

  private Ports() {}

  /** Reads a port that the pod or a service must name, so that it cannot be left to chance. */
  public static int fixed(KubernetesConf conf, ConfigEntry<Integer> entry) {
    return fixed(entry, conf.get(entry));
  }

  /** Checks a port that the pod or a service must name, so that it cannot be left to chance. */
  public static int fixed(ConfigEntry<?> entry, int port) {
    if (port < 1 || port > MAX) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          entry.key(),
          Integer.toString(port),
          "a port between 1 and 65535, because the driver's Service requires a fixed port",
          "set a number or remove it");
    }
    return port;
  }

  /** Reads a port that may also be 0, which lets the process choose one. */
  public static int fixedOrAny(KubernetesConf conf, ConfigEntry<Integer> entry) {
    int port = conf.get(entry);
    if (port != 0 && (port < FIRST_UNPRIVILEGED || port > MAX)) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          entry.key(),
          Integer.toString(port),
          "0 (any port) or between 1024 and 65535",
          "fix or remove it");
    }
    return port;
  }
}
