// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces references in the text of a setting as Spark does: {@code ${spark.key}} by the text or
 * the default of another setting, {@code ${env:NAME}} by a variable, {@code ${system:name}} by a
 * system property. What is not known stays as it is.
 */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(\\w+?):)?(\\S+?)\\}");

  private static final Set<String> OF_MACHINE = Set.of("env", "system");

  /** References that lead to one another; each takes some of the stack. */
  private static final int LEVELS = 100;

  /** A setting may refer twice to one that refers twice to another, and so on. */
  private static final int CHARACTERS = 4 << 20;

  private final SparkSettings settings;
  private final Consumer<String> onOpenReference;

  /**
   * @param onOpenReference receives each reference that may be replaced otherwise elsewhere
   */
  References(SparkSettings settings, Consumer<String> onOpenReference) {
    this.settings = settings;
    this.onOpenReference = onOpenReference;
  }

  /** Replaces what the text of {@code key} refers to. */
  String replaceIn(String key, String text) {
    return SparkSettings.hasReference(text) ? replace(key, text, new Trail()) : text;
  }

  /** The references that lead to a text, and how much text all of them have brought so far. */
  private static final class Trail {
    final Set<String> path = new LinkedHashSet<>();
    long characters;
  }

  private String replace(String key, String text, Trail trail) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    resolve(key, m.group(1), m.group(2), trail).orElse(m.group())));
  }

  private Optional<String> resolve(String key, @Nullable String kind, String name, Trail trail) {
    String reference = kind == null ? name : kind + ":" + name;
    if (trail.path.contains(reference)) {
      throw circle(key, reference, trail.path);
    }
    Optional<String> text = kind == null ? setting(name) : outside(kind, name);
    trail.path.add(reference);
    trail.characters += text.map(String::length).orElse(0);
    if (trail.path.size() > LEVELS) {
      throw tooMuch(key, "follow more than %d references one after the other".formatted(LEVELS));
    }
    if (trail.characters > CHARACTERS) {
      throw tooMuch(key, "make up more than %,d characters".formatted(CHARACTERS));
    }
    Optional<String> replaced = text.map(t -> replace(key, t, trail));
    trail.path.remove(reference);
    return replaced;
  }

  private Optional<String> setting(String name) {
    if (!name.startsWith("spark.")) {
      return Optional.empty();
    }
    Optional<String> text = settings.raw(name);
    if (text.isEmpty()) {
      onOpenReference.accept("${%s}".formatted(name));
    }
    return text.or(() -> defaultOf(KnownEntries.BY_KEY.get(name)));
  }

  private Optional<String> defaultOf(@Nullable ConfigEntry<?> entry) {
    if (entry == null) {
      return Optional.empty();
    }
    return entry.alternatives().stream()
        .flatMap(older -> settings.raw(older).stream())
        .findFirst()
        .or(entry::defaultText)
        .or(() -> entry.fallback().flatMap(other -> setting(other.key())));
  }

  private Optional<String> outside(String kind, String name) {
    if (OF_MACHINE.contains(kind)) {
      onOpenReference.accept("${%s:%s}".formatted(kind, name));
    }
    return switch (kind) {
      case "env" -> settings.environmentVariable(name);
      case "system" -> Optional.ofNullable(System.getProperty(name));
      default -> Optional.empty();
    };
  }

  private static InvalidConfigurationException tooMuch(String key, String what) {
    return new InvalidConfigurationException(
        PodsmithError.CONF_INVALID,
        key,
        "%s contains references that %s; replace some of them by their values"
            .formatted(key, what));
  }

  private static InvalidConfigurationException circle(
      String key, String reference, Set<String> path) {
    String circle =
        Stream.concat(path.stream(), Stream.of(reference)).collect(Collectors.joining(" -> "));
    return new InvalidConfigurationException(
        PodsmithError.CONF_INVALID,
        key,
        key
            + " contains references that form a cycle ("
            + circle
            + "); replace one of them by its value");
  }

  /** Entries whose defaults references see; loaded when the first reference is met. */
  private static final class KnownEntries {
    static final Map<String, ConfigEntry<?>> BY_KEY =
        Stream.of(KubernetesKeys.all(), SparkKeys.all(), PodsmithKeys.all())
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(ConfigEntry::key, e -> e));
  }
}
