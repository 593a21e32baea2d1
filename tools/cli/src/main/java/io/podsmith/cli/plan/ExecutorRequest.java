// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.plan;

import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExtendedResource;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.core.conf.views.ProfileRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parses what a resource profile requests, such as {@code cores=2,memory=4g,nvidia.com/gpu=1}. */
final class ExecutorRequest {
  static final String OPTION = "--executor-resources";

  private static final Set<String> MEMORY =
      Set.of(
          ProfileRequest.MEMORY,
          ProfileRequest.MEMORY_OVERHEAD,
          ProfileRequest.OFF_HEAP,
          ProfileRequest.PYSPARK_MEMORY);

  /** Parse amounts; the keys do not show. */
  private static final ConfigEntry<Optional<Integer>> COUNT =
      ConfigEntry.key("spark.podsmith.cli.count")
          .intType()
          .check(v -> v > 0, "a whole number from 1 to %d".formatted(Integer.MAX_VALUE))
          .optional();

  private static final ConfigEntry<Optional<Long>> SIZE =
      ConfigEntry.key("spark.podsmith.cli.size")
          .bytesType(ByteUnit.MEBIBYTES)
          .check(v -> v > 0, "a size of at least 1m, such as 512m or 4g (in m if it has no suffix)")
          .optional();

  private final SparkSettings settings;
  private final Set<String> names = new LinkedHashSet<>();
  private final SortedMap<String, Long> amounts = new TreeMap<>();
  private final SortedMap<String, ExtendedResource> devices = new TreeMap<>();

  private ExecutorRequest(SparkSettings settings) {
    this.settings = settings;
  }

  /**
   * Parses a request.
   *
   * @param settings may name the vendor of a device whose name has none
   * @throws InvalidConfigurationException if a resource is unknown, given twice, or has no valid
   *     amount
   */
  static ProfileRequest parse(String text, SparkSettings settings) {
    ExecutorRequest request = new ExecutorRequest(settings);
    for (String each : text.split(",", -1)) {
      request.add(each, text);
    }
    return new ProfileRequest(request.amounts, List.copyOf(request.devices.values()));
  }

  private void add(String resource, String text) {
    int equals = resource.indexOf('=');
    String name = resource.substring(0, Math.max(0, equals)).strip();
    String amount = resource.substring(equals + 1).strip();
    if (name.isEmpty() || amount.isEmpty()) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_ARGUMENTS,
          OPTION,
          text,
          "NAME=AMOUNT, separated by commas, such as cores=2,memory=4g,nvidia.com/gpu=1",
          "change '%s'".formatted(resource.strip()));
    }
    if (name.equals(ProfileRequest.CORES)) {
      amounts.put(name, (long) count(name, amount));
    } else if (MEMORY.contains(name)) {
      amounts.put(name, mebibytes(name, amount));
    } else {
      String device = device(name);
      int slash = device.lastIndexOf('/');
      name = device;
      devices.put(
          device,
          ExtendedResource.builder()
              .vendor(device.substring(0, slash))
              .name(device.substring(slash + 1))
              .amount(count(device, amount))
              .build());
    }
    if (!names.add(name)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          OPTION,
          "%s has '%s' more than once; remove all but one".formatted(OPTION, name));
    }
  }

  /** Returns the name of a device with its vendor, as in {@code nvidia.com/gpu}. */
  private String device(String name) {
    String device =
        name.contains("/")
            ? name
            : vendor(name).map(vendor -> "%s/%s".formatted(vendor, name)).orElse("");
    if (!device.contains("/") || !NameRules.isLabelKey(device)) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          OPTION,
          """
          %s has the unknown resource '%s'; name one of cores, memory, memoryOverhead, offHeap and \
          pyspark.memory, or a device with its vendor, such as nvidia.com/gpu\
          """
              .formatted(OPTION, name));
    }
    return device;
  }

  private Optional<String> vendor(String name) {
    return settings
        .find("%s%s.vendor".formatted(SparkKeys.EXECUTOR_RESOURCE_PREFIX, name))
        .filter(vendor -> !vendor.isBlank());
  }

  private static int count(String name, String amount) {
    return parse(COUNT, name, amount);
  }

  private static long mebibytes(String name, String amount) {
    return parse(SIZE, name, amount);
  }

  private static <T> T parse(ConfigEntry<Optional<T>> entry, String name, String amount) {
    try {
      return SparkSettings.of(Map.of(entry.key(), amount), Map.of()).get(entry).orElseThrow();
    } catch (InvalidConfigurationException e) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_ARGUMENTS,
          "'%s' of %s".formatted(name, OPTION),
          amount,
          entry.constraint(),
          "change it");
    }
  }
}
