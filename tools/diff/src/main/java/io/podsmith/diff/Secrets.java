// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Withholds secrets of a settings file from what is shown. */
final class Secrets {
  /** Shorter values would take ordinary text away. */
  private static final int SHORTEST = 4;

  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  static Secrets of(Map<String, String> settings) {
    SensitiveSettings sensitive =
        SensitiveSettings.of(SparkSettings.of(settings, Map.of()), Set.of());
    return new Secrets(
        settings.entrySet().stream()
            .filter(setting -> sensitive.isSensitive(setting.getKey(), setting.getValue()))
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST)
            .toList());
  }

  /** Returns a value as it may be shown. */
  Optional<String> shown(String place, Optional<String> value) {
    return value.map(
        text ->
            place.contains("/secrets ") && place.contains("data/") ? Plan.WITHHELD : text(text));
  }

  /** Returns a text without the secret settings. */
  String text(String text) {
    String shown = text;
    for (String secret : values) {
      shown = shown.replace(secret, Plan.WITHHELD);
    }
    return shown;
  }
}
