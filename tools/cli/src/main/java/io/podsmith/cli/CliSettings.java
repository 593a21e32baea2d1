// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkRuntime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.Application;

/**
 * What the options of a command and the files that they name say about a submission.
 *
 * @param settings the settings that {@code spark-submit} would pass to Podsmith
 * @param origins where each of them was set
 * @param application what the driver runs; without a file if the command has no application
 * @param runtime access to local files, without Spark and Hadoop
 */
public record CliSettings(
    SparkSettings settings, SettingOrigins origins, Application application, SparkRuntime runtime) {
  /** Names keys only: values may be secrets. */
  @Override
  public String toString() {
    return "CliSettings{%s}".formatted(settings);
  }
}
