// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the known differences that show only if some setting is present.
 *
 * <p>Their patterns in the ledger match places that must be equal for all other settings.
 */
final class Triggers {
  private static final String OF_SECRETS = "secret-settings";

  private final SortedMap<String, Pattern> patterns = new TreeMap<>();

  /** Reads patterns by id; each is searched in the settings, one {@code key=value} per line. */
  Triggers(Properties properties) {
    properties
        .stringPropertyNames()
        .forEach(
            id -> patterns.put(id, Pattern.compile(properties.getProperty(id), Pattern.MULTILINE)));
  }

  /** Returns the ids of the differences that these settings can show. */
  List<String> ids(SortedMap<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (key, value) -> text.append("%s=%s\n".formatted(key, value.replace('\n', ' '))));
    List<String> ids = new ArrayList<>();
    patterns.forEach(
        (id, pattern) -> {
          if (pattern.matcher(text).find()) {
            ids.add(id);
          }
        });
    if (hasSecrets(settings)) {
      ids.add(OF_SECRETS);
    }
    return ids;
  }

  /** Returns all ids that settings can trigger. */
  Set<String> all() {
    Set<String> all = new java.util.TreeSet<>(patterns.keySet());
    all.add(OF_SECRETS);
    return all;
  }

  private static boolean hasSecrets(SortedMap<String, String> settings) {
    SensitiveSettings sensitive;
    try {
      sensitive = SensitiveSettings.of(SparkSettings.of(settings, Map.of()), Set.of());
    } catch (io.podsmith.api.error.PodsmithException e) {
      // an invalid spark.redaction.regex: both sides reject it
      return false;
    }
    return settings.entrySet().stream()
        .anyMatch(setting -> sensitive.isSensitive(setting.getKey(), setting.getValue()));
  }
}
