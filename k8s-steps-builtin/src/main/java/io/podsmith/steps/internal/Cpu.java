// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Optional;

/**
 * How much processor a container asks for and how much it may use at most.
 *
 * @param request what is reserved
 * @param limit the most that is given, empty for no limit
 */
public record Cpu(Quantity request, Optional<Quantity> limit) {
  /**
   * Reads both from settings.
   *
   * @param cores the request where the setting is absent
   */
  public static Cpu read(
      KubernetesConf conf,
      ConfigEntry<Optional<String>> requestEntry,
      ConfigEntry<Optional<String>> limitEntry,
      int cores) {
    Quantity request =
        conf.get(requestEntry)
            .map(Quantity::new)
            .orElseGet(() -> new Quantity(Integer.toString(cores)));
    Optional<Quantity> limit = conf.get(limitEntry).map(Quantity::new);
    limit
        .filter(most -> most.compareTo(request) < 0)
        .ifPresent(
            most -> {
              throw InvalidConfigurationException.of(
                  PodsmithError.CONF_CONFLICT,
                  limitEntry.key(),
                  most.toString(),
                  "at least the CPU request, which is " + request,
                  "raise it, or set " + requestEntry.key() + " to a lower value");
            });
    return new Cpu(request, limit);
  }
}
