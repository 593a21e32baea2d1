// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.api.error.ShownUri;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.planning.Withholding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Withholds secrets of settings files from what is shown. */
final class Secrets {
  /** Shorter values would take ordinary text away; alone they are withheld, too. */
  private static final int SHORTEST_WITHIN_TEXT = 4;

  /** The names in a place: of an environment variable, a setting, an annotation. */
  private static final Pattern NAME = Pattern.compile("[^/\\[\\]]+");

  private static final Pattern SECRET_OBJECT = Pattern.compile("/secrets[/ ].*/(data|stringData)/");

  private final List<Withholding> files;
  private final Set<String> within = new HashSet<>();
  private final Pattern parts;

  private Secrets(Collection<? extends Map<String, String>> files) {
    List<Withholding> all = new ArrayList<>();
    for (Map<String, String> settings : files) {
      Withholding own = withholding(settings);
      all.add(own);
      settings.forEach(
          (key, value) -> {
            if (own.setting(key, value).equals(Plan.WITHHELD)) {
              add(value);
            }
          });
    }
    this.files = List.copyOf(all);
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

  private static Withholding withholding(Map<String, String> settings) {
    try {
      return Withholding.of(SparkSettings.of(settings, Map.of()));
    } catch (PodsmithException e) {
      // an invalid spark.redaction.regex: both sides reject it, and the default one decides here
      Map<String, String> others = new HashMap<>(settings);
      others.remove(SparkKeys.REDACTION_REGEX.key());
      return Withholding.of(SparkSettings.of(others, Map.of()));
    }
  }

  private void add(String value) {
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
        || files.stream()
            .anyMatch(
                file ->
                    file.text(unquoted).equals(Plan.WITHHELD)
                        || hasSecretName(file, place, unquoted));
  }

  /** Values of environment variables, properties and the like, by the names of their places. */
  private static boolean hasSecretName(Withholding file, String place, String text) {
    if (place.contains("/env[") && place.endsWith("/value")) {
      return names(place.substring(place.lastIndexOf("/env[") + 1))
          .anyMatch(name -> file.variable(name, text).equals(Plan.WITHHELD));
    }
    return place.contains(".properties/")
        && names(place).anyMatch(name -> file.setting(name, text).equals(Plan.WITHHELD));
  }

  private static Stream<String> names(String place) {
    return NAME.matcher(place).results().map(MatchResult::group);
  }

  /** Returns a text without the secrets, and without credentials in URIs. */
  String text(String text) {
    String shown = within.isEmpty() ? text : parts.matcher(text).replaceAll(Plan.WITHHELD);
    return ShownUri.of(shown);
  }
}
