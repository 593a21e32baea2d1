// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;

/** Checks the settings of executor management where a driver is submitted. */
public final class ExecutorSettings {
  private static final int DEFAULT_EXECUTORS = 2;

  private ExecutorSettings() {}

  /**
   * Reads what the driver will read, so that an invalid setting is an error before there is a
   * driver. Values with references, such as {@code ${env:NAME}}, may be others in the driver and
   * are left to it.
   *
   * @throws InvalidConfigurationException if a setting is invalid
   */
  public static void check(SparkSettings settings) {
    try {
      PodSettings.read(settings.withoutReferences());
    } catch (InvalidConfigurationException e) {
      if (settings.raw(e.key()).filter(SparkSettings::hasReference).isEmpty()) {
        throw e;
      }
    }
  }

  /**
   * Returns how many executors an application requests at its start; 0 with dynamic allocation,
   * which requests as many as there is work for.
   */
  public static int atStart(SparkSettings settings) {
    return settings.get(SparkExecutorKeys.DYN_ALLOCATION_ENABLED)
        ? 0
        : settings.get(SparkExecutorKeys.EXECUTOR_INSTANCES).orElse(DEFAULT_EXECUTORS);
  }
}
