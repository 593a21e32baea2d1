// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Removes secrets from objects that are shown: the values of Secrets, secret properties, and texts
 * that repeat one of them.
 */
public final class Withholding {
  /** What is shorter occurs by chance. */
  private static final int MIN_PART = 4;

  private static final String STRING_DATA = "stringData";

  private final Set<String> keys = new TreeSet<>();

  // the longest first, so that none leaves a part of a longer one behind
  private final Set<String> values =
      new TreeSet<>(
          (one, other) ->
              one.length() == other.length()
                  ? one.compareTo(other)
                  : Integer.compare(other.length(), one.length()));

  private Withholding() {}

  /**
   * Collects the secrets of a driver.
   *
   * @param declared the keys that steps declare as secrets
   */
  public static Withholding of(DriverSpec spec, SparkSettings settings, Set<String> declared) {
    Withholding withholding = new Withholding();
    SensitiveSettings rules = SensitiveSettings.of(settings, declared);
    withholding.add(settings.asMap(), rules);
    withholding.add(spec.systemProperties(), rules);
    return withholding;
  }

  private void add(Map<String, String> properties, SensitiveSettings rules) {
    properties.forEach(
        (key, value) -> {
          if (rules.isSensitive(key, value)) {
            keys.add(key);
            values.add(value);
          }
        });
  }

  /** Returns an object as it may be shown. */
  Map<String, Object> shown(Map<String, Object> object) {
    Map<String, Object> shown = map(object);
    if ("Secret".equals(shown.get("kind"))) {
      Map<String, Object> withheld = new LinkedHashMap<>();
      for (String part : List.of("data", STRING_DATA)) {
        if (shown.remove(part) instanceof Map<?, ?> data) {
          data.keySet().forEach(key -> withheld.put(String.valueOf(key), Plan.WITHHELD));
        }
      }
      shown.put(STRING_DATA, withheld);
    }
    return shown;
  }

  /** Returns a value as it may be shown. */
  Object value(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::value).toList();
    }
    return value instanceof String text ? text(text) : value;
  }

  private Map<String, Object> map(Map<?, ?> map) {
    Map<String, Object> shown = new LinkedHashMap<>();
    Object name = map.get("name");
    map.forEach(
        (key, value) -> {
          if (Constants.SPARK_CONF_FILE_NAME.equals(key) && value instanceof String text) {
            shown.put(String.valueOf(key), properties(text));
          } else if (value != null) {
            shown.put(String.valueOf(key), value(value));
          }
        });
    if (name instanceof String variable
        && map.get("value") instanceof String text
        && !text.isEmpty()
        && keys.stream().anyMatch(key -> key.endsWith(".%s".formatted(variable)))) {
      shown.put("value", Plan.WITHHELD);
    }
    return shown;
  }

  /** Withholds by keys, too: a file of properties has some characters of values escaped. */
  private String properties(String text) {
    return text.lines().map(this::property).collect(Collectors.joining("\n", "", "\n"));
  }

  private String property(String line) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return one.stringPropertyNames().stream()
        .filter(
            key -> keys.contains(key) || !text(one.getProperty(key)).equals(one.getProperty(key)))
        .findFirst()
        .map(key -> "%s=%s".formatted(key, Plan.WITHHELD))
        .orElse(line);
  }

  private String text(String text) {
    if (values.contains(text)) {
      return Plan.WITHHELD;
    }
    String shown = text;
    for (String secret : values) {
      if (secret.length() >= MIN_PART) {
        shown = shown.replace(secret, Plan.WITHHELD);
      }
    }
    return shown;
  }
}
