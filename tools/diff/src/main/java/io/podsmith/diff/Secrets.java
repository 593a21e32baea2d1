// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Withholds secrets of settings files from what is shown. */
final class Secrets {
  /** Shorter values would take ordinary text away; alone they are withheld, too. */
  private static final int SHORTEST_WITHIN_TEXT = 4;

  /** The names in a place: of an environment variable, a setting, an annotation. */
  private static final Pattern NAME = Pattern.compile("[^/\\[\\]]+");

  private static final Pattern SECRET_OBJECT = Pattern.compile("/secrets[/ ].*/(data|stringData)/");

  private final SensitiveSettings sensitive;
  private final Set<String> whole = new TreeSet<>();
  private final List<String> within = new ArrayList<>();
  private final Pattern parts;

  private Secrets(Collection<? extends Map<String, String>> files) {
    sensitive = sensitive(Map.of());
    for (Map<String, String> settings : files) {
      SensitiveSettings own = sensitive(settings);
      settings.forEach(
          (key, value) -> {
            if (own.isSensitive(key, value)) {
              add(value);
            }
          });
    }
    // a secret that contains another one goes first
    parts =
        Pattern.compile(
            within.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }

  /** Collects the secrets of all files of a run: a JVM that serves all of them can repeat any. */
  static Secrets of(Collection<? extends Map<String, String>> files) {
    return new Secrets(files);
  }

  private static SensitiveSettings sensitive(Map<String, String> settings) {
    try {
      return SensitiveSettings.of(SparkSettings.of(settings, Map.of()), Set.of());
    } catch (PodsmithException e) {
      // an invalid spark.redaction.regex: both sides reject it, and the default one decides here
      return SensitiveSettings.of(SparkSettings.of(Map.of(), Map.of()), Set.of());
    }
  }

  private void add(String value) {
    whole.add(value);
    if (value.length() >= SHORTEST_WITHIN_TEXT) {
      within.add(value);
      within.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
      within.add(Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Returns a value as it may be shown. */
  Optional<String> shown(String place, Optional<String> value) {
    return value.map(text -> isWithheld(place, text) ? Plan.WITHHELD : text(text));
  }

  private boolean isWithheld(String place, String text) {
    String unquoted =
        text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
            ? text.substring(1, text.length() - 1)
            : text;
    return SECRET_OBJECT.matcher(place).find()
        || whole.contains(unquoted)
        || hasSecretName(place, unquoted);
  }

  /** Values of environment variables, properties and the like, by the names of their places. */
  private boolean hasSecretName(String place, String text) {
    boolean isNamed =
        (place.contains("/env[") && place.endsWith("/value")) || place.contains(".properties/");
    if (!isNamed) {
      return false;
    }
    Matcher names = NAME.matcher(place.substring(place.lastIndexOf("/env[") + 1));
    while (names.find()) {
      if (sensitive.isSensitive(names.group(), text)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a text without the secrets. */
  String text(String text) {
    return within.isEmpty() ? text : parts.matcher(text).replaceAll(Plan.WITHHELD);
  }
}
