// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Withholds the secrets of a driver in the cluster: those of its properties and environment. */
final class WithheldValues {
  /** What is shorter occurs in other texts by chance. */
  private static final int LEAST_WITHIN_TEXT = 4;

  private final SensitiveSettings rules;
  private final Set<String> secrets = new HashSet<>();

  private WithheldValues(SensitiveSettings rules) {
    this.rules = rules;
  }

  static WithheldValues of(Map<String, String> properties) {
    WithheldValues withheld =
        new WithheldValues(SensitiveSettings.of(SparkSettings.of(properties, Map.of()), Set.of()));
    properties.forEach(
        (key, value) -> {
          if (withheld.rules.isSensitive(key, value)) {
            withheld.secrets.add(value);
          }
        });
    return withheld;
  }

  String setting(String key, String value) {
    return rules.isSensitive(key, value) ? Plan.WITHHELD : text(value);
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object(Map<String, Object> object) {
    return (Map<String, Object>) tree(object);
  }

  private Object tree(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach(
          (key, child) -> {
            boolean isVariable =
                key.equals("value")
                    && child instanceof String text
                    && map.get("name") instanceof String name
                    && rules.isSensitiveVariable(name, text);
            shown.put(String.valueOf(key), isVariable ? Plan.WITHHELD : tree(child));
          });
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::tree).toList();
    }
    if (value instanceof String text) {
      return text(text);
    }
    return value == null ? "" : value;
  }

  private String text(String text) {
    boolean isSecret =
        secrets.contains(text)
            || rules.isSensitiveVariable("", text)
            || secrets.stream()
                .anyMatch(each -> each.length() >= LEAST_WITHIN_TEXT && text.contains(each));
    return isSecret ? Plan.WITHHELD : text;
  }
}
