// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import java.util.TreeMap;

/** Checks the settings of executor management where a driver is submitted. */
public final class ExecutorSettings {
  private ExecutorSettings() {}

  /**
   * Reads what the driver will read, so that an error is told before there is a driver. What refers
   * to the environment may read otherwise there and is left to it.
   *
   * @throws InvalidConfigurationException where a setting cannot be used
   */
  public static void check(SparkSettings settings) {
    Map<String, String> plain = new TreeMap<>(settings.asMap());
    plain.values().removeIf(ExecutorSettings::hasReference);
    try {
      PodSettings.read(SparkSettings.of(plain, Map.of()));
    } catch (InvalidConfigurationException e) {
      if (settings.raw(e.key()).filter(ExecutorSettings::hasReference).isEmpty()) {
        throw e;
      }
    }
  }

  private static boolean hasReference(String value) {
    return value.contains("${");
  }
}
