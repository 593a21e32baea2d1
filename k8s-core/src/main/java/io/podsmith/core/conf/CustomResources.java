package io.podsmith.core.conf;

import io.podsmith.api.conf.CustomResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads {@code spark.<role>.resource.<name>.amount} and {@code .vendor}. */
final class CustomResources {
  private final String prefix;
  private final String who;

  private CustomResources(String prefix, String who) {
    this.prefix = prefix;
    this.who = who;
  }

  static List<CustomResource> ofDriver(SparkSettings settings) {
    return new CustomResources(SparkKeys.DRIVER_RESOURCE_PREFIX, "the driver").read(settings);
  }

  /**
   * Looks at what executors are to have, as far as the settings say it, so that what Kubernetes
   * cannot give shows before there is a driver.
   */
  static void checkOfExecutors(SparkSettings settings) {
    CustomResources executors =
        new CustomResources(SparkKeys.EXECUTOR_RESOURCE_PREFIX, "an executor");
    executors.read(settings).stream()
        .filter(resource -> resource.vendor().filter(v -> !v.isBlank()).isEmpty())
        .findFirst()
        .ifPresent(
            resource -> {
              throw executors.missingVendor(resource);
            });
  }

  private List<CustomResource> read(SparkSettings settings) {
    SortedMap<String, String> given = settings.withPrefix(prefix);
    SortedSet<String> names = new TreeSet<>();
    for (String rest : given.keySet()) {
      int dot = rest.indexOf('.');
      if (dot < 0) {
        throw missingAmount(rest);
      }
      names.add(rest.substring(0, dot));
    }
    List<CustomResource> found = new ArrayList<>();
    for (String name : names) {
      long amount =
          Optional.ofNullable(given.get(name + ".amount"))
              .map(text -> amount(name, text))
              .orElseThrow(() -> missingAmount(name));
      if (amount > 0) {
        found.add(
            CustomResource.builder()
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
          PodsmithError.CONF_UNREADABLE,
          prefix + name + ".amount",
          text,
          "a whole number",
          "set the amount of " + who + " needs");
    }
  }

  private InvalidConfigurationException missingAmount(String name) {
    String key = prefix + name + ".amount";
    return new InvalidConfigurationException(
        PodsmithError.CONF_MISSING,
        key,
        key + " is not set; set the amount of '" + name + "' " + who + " needs, or 0 for none");
  }

  private InvalidConfigurationException missingVendor(CustomResource resource) {
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
