// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.names.NameRules;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Quantities of Kubernetes. */
public final class Quantities {
  private Quantities() {}

  /** Returns an amount of memory. */
  public static Quantity mebibytes(long amount) {
    return new Quantity(Long.toString(amount), "Mi");
  }

  /**
   * Returns devices by the name that their plugin gives them, {@code vendor/name}.
   *
   * @param component {@code spark.driver} or {@code spark.executor}, for the error's sake
   */
  public static SortedMap<String, Quantity> devices(
      String component, List<ExtendedResource> resources) {
    SortedMap<String, Quantity> quantities = new TreeMap<>();
    for (ExtendedResource resource : resources) {
      String key = component + ".resource." + resource.name() + ".vendor";
      String vendor =
          resource
              .vendor()
              .filter(v -> !v.isBlank())
              .orElseThrow(
                  () ->
                      new InvalidConfigurationException(
                          PodsmithError.CONF_MISSING,
                          key,
                          key
                              + " is not set, but "
                              + resource.amount()
                              + " of "
                              + resource.name()
                              + " are requested; set it to the domain of the device plugin, such as"
                              + " nvidia.com"));
      String device = vendor + "/" + resource.name();
      if (!NameRules.isLabelKey(device)) {
        throw InvalidConfigurationException.of(
            PodsmithError.CONF_NAME,
            key,
            vendor,
            "a DNS subdomain that forms a valid Kubernetes resource name with '"
                + resource.name()
                + "'",
            "use the domain and the resource name of the device plugin, such as nvidia.com"
                + " and gpu");
      }
      quantities.put(device, new Quantity(Long.toString(resource.amount())));
    }
    return quantities;
  }
}
