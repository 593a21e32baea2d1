// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.SettingOrigin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Settings that are being collected, each with the place where it was set. */
final class SettingsTable {
  private static final SettingOrigin COMMAND_LINE =
      SettingOrigin.of(SettingOrigin.Kind.COMMAND_LINE);

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, SettingOrigin> origins = new HashMap<>();

  /** Sets a value of the command line; it overrides an earlier one. */
  void set(String key, String value) {
    values.put(key, value);
    origins.put(key, COMMAND_LINE);
  }

  /** Sets a value of a file unless there is one already. */
  void setIfMissing(String key, String value, SettingOrigin origin) {
    if (values.putIfAbsent(key, value) == null) {
      origins.put(key, origin);
    }
  }

  /** Adds a value that was not set, as {@code spark-submit} does. */
  void addIfMissing(String key, String value) {
    values.putIfAbsent(key, value);
  }

  /** Replaces a value by another form of it, which was set in the same place. */
  void rewrite(String key, String value) {
    values.put(key, value);
  }

  /** Copies a value and its origin from another key unless there is one already. */
  void copyIfMissing(String key, String from) {
    String value = values.get(from);
    if (value != null) {
      setIfMissing(key, value, origins.getOrDefault(from, COMMAND_LINE));
    }
  }

  void remove(String key) {
    values.remove(key);
    origins.remove(key);
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  SparkSettings settings(Map<String, String> environment) {
    return SparkSettings.of(values, environment);
  }

  SettingOrigins origins() {
    return SettingOrigins.of(origins);
  }
}
