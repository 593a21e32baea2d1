// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code spark.<role>.resource.<name>.amount} and {@code .vendor}. */
final class ExtendedResources {
  private final String prefix;
  private final String who;

  private ExtendedResources(String prefix, String who) {
    this.prefix = prefix;
    this.who = who;
  }

  static List<ExtendedResource> ofDriver(SparkSettings settings) {
    return new ExtendedResources(SparkKeys.DRIVER_RESOURCE_PREFIX, "the driver").read(settings);
  }

  /** Returns what executors of the default resource profile request. */
  static List<ExtendedResource> ofExecutors(SparkSettings settings) {
    return new ExtendedResources(SparkKeys.EXECUTOR_RESOURCE_PREFIX, "an executor").read(settings);
  }

  /**
   * Looks at what executors are to have, as far as the settings say it, so that what Kubernetes
   * cannot give shows before there is a driver.
   */
  static void checkOfExecutors(SparkSettings settings) {
    ExtendedResources executors =
        new ExtendedResources(SparkKeys.EXECUTOR_RESOURCE_PREFIX, "an executor");
    executors.read(settings).stream()
        .filter(resource -> resource.vendor().filter(v -> !v.isBlank()).isEmpty())
        .findFirst()
        .ifPresent(
            resource -> {
              throw executors.missingVendor(resource);
            });
  }

  private List<ExtendedResource> read(SparkSettings settings) {
    SortedMap<String, String> given = settings.withPrefix(prefix);
    SortedSet<String> names = new TreeSet<>();
    for (String rest : given.keySet()) {
      int dot = rest.indexOf('.');
      if (dot < 0) {
        throw missingAmount(rest);
      }
      names.add(rest.substring(0, dot));
    }
    List<ExtendedResource> found = new ArrayList<>();
    for (String name : names) {
      long amount =
          Optional.ofNullable(given.get(name + ".amount"))
              .map(text -> amount(name, text))
              .orElseThrow(() -> missingAmount(name));
      if (amount > 0) {
        found.add(
            ExtendedResource.builder()
                .name(name)
                .amount(amount)
                .vendor(Optional.ofNullable(given.get(name + ".vendor")))
                .build());
      }
    }
    return List.copyOf(found);
  }

  private long amount(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_MALFORMED,
          prefix + name + ".amount",
          text,
          "a whole number",
          "set the amount of '" + name + "' " + who + " needs");
    }
  }

  private InvalidConfigurationException missingAmount(String name) {
    String key = prefix + name + ".amount";
    return new InvalidConfigurationException(
        PodsmithError.CONF_MISSING,
        key,
        key + " is not set; set the amount of '" + name + "' " + who + " needs, or 0 for none");
  }

  private InvalidConfigurationException missingVendor(ExtendedResource resource) {
    String key = prefix + resource.name() + ".vendor";
    return new InvalidConfigurationException(
        PodsmithError.CONF_MISSING,
        key,
        key
            + " is not set, but "
            + resource.amount()
            + " of "
            + resource.name()
            + " are requested; set it to the domain of the device plugin, such as nvidia.com");
  }
}
