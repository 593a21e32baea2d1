// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingRead;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses, of all settings that a step had read when it wrote a field, those that seem to decide
 * the field: by its name, or because the value contains theirs. People see these only; JSON and
 * YAML list all.
 */
public final class DecidingSettings {
  private static final int MAX_DEFAULTS = 3;

  /** Shorter values occur in others by chance. */
  private static final int LEAST_PART = 3;

  private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

  /** Words in so many names that they say nothing. */
  private static final Set<String> COMMON =
      Set.of(
          "spark",
          "kubernetes",
          "driver",
          "executor",
          "name",
          "value",
          "enabled",
          "container",
          "policy");

  /** Kubernetes' words for what Spark calls otherwise. */
  private static final Set<String> CPU = Set.of("cpu", "cores");

  private DecidingSettings() {}

  /**
   * Returns settings that are set, then up to three defaults; only those with the value of the
   * field where there are any.
   *
   * @param path the path of the field
   * @param value what was written
   * @param reads the settings that had been read, the likeliest first
   */
  public static List<SettingRead> of(String path, Object value, List<SettingRead> reads) {
    List<SettingRead> chosen = new ArrayList<>();
    List<SettingRead> defaults = new ArrayList<>();
    String text = String.valueOf(value);
    for (SettingRead read : reads) {
      boolean isSet = read.origin().kind() != SettingOrigin.Kind.DEFAULT;
      String given = read.value().orElse("");
      if (isSet && (isNamed(path, read.key()) || contains(text, given))) {
        chosen.add(read);
      } else if (!isSet
          && !given.isEmpty()
          && isNamed(path, read.key())
          && defaults.size() < MAX_DEFAULTS) {
        defaults.add(read);
      }
    }
    chosen.addAll(defaults);
    List<SettingRead> same =
        chosen.stream().filter(read -> read.value().orElse("").equals(text)).toList();
    return same.isEmpty() ? chosen : same;
  }

  private static boolean contains(String text, String given) {
    return given.length() >= LEAST_PART && text.contains(given);
  }

  private static boolean isNamed(String path, String key) {
    String field = leaf(path);
    String setting = lastPart(key);
    if (field.equalsIgnoreCase(setting)
        && (!COMMON.contains(setting) || path.equals("metadata.name"))) {
      return true;
    }
    Set<String> words = words(field);
    words.retainAll(words(setting));
    return !words.isEmpty();
  }

  /** Returns the part of a path that names the field: a key, or the element of a list. */
  private static String leaf(String path) {
    List<PodPath.Part> parts = PodPath.of(path).parts();
    Optional<PodPath.Part> last =
        Stream.iterate(parts.size() - 1, i -> i >= 0, i -> i - 1)
            .map(parts::get)
            .filter(part -> !part.text().equals("value"))
            .findFirst();
    return last.map(PodPath.Part::label).orElse(path);
  }

  private static String lastPart(String key) {
    String whole = key.endsWith(".*") ? key.substring(0, key.length() - 2) : key;
    return whole.substring(whole.lastIndexOf('.') + 1);
  }

  private static Set<String> words(String name) {
    Set<String> words = new HashSet<>();
    for (String word : WORD_END.split(name)) {
      String lower = word.toLowerCase(Locale.ROOT);
      if (!lower.isEmpty() && !COMMON.contains(lower)) {
        words.add(CPU.contains(lower) ? "cpu" : lower);
      }
    }
    return words;
  }
}
