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

/** Reads {@code spark.driver.resource.<name>.amount} and {@code .vendor}. */
final class DriverResources {
  private static final String PREFIX = SparkKeys.DRIVER_RESOURCE_PREFIX;

  private DriverResources() {}

  static List<CustomResource> read(SparkSettings settings) {
    SortedMap<String, String> given = settings.withPrefix(PREFIX);
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

  private static long amount(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_UNREADABLE,
          PREFIX + name + ".amount",
          text,
          "a whole number",
          "say how many the driver needs");
    }
  }

  private static InvalidConfigurationException missingAmount(String name) {
    String key = PREFIX + name + ".amount";
    return new InvalidConfigurationException(
        PodsmithError.CONF_MISSING,
        key,
        key + " is not set; say how many of '" + name + "' the driver needs, or 0 for none");
  }
}
