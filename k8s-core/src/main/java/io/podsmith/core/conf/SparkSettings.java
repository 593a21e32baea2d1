// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ConfigLookup;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The settings of an application as the user gave them, and the environment they were given in.
 *
 * <p>Immutable. Entries are read with Spark's substitution of {@code ${spark.key}}, {@code
 * ${env:NAME}} and {@code ${system:name}}; {@link #withPrefix} and {@link #raw} give the text as it
 * stands, as Spark does.
 */
public final class SparkSettings implements ConfigLookup {
  // Spark's own jar ignores an empty value here, or sends it and the API server takes its default.
  private static final Set<String> UNSET_IF_BLANK =
      Set.of(
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.authenticate.executor.serviceAccountName",
          "spark.kubernetes.driver.resourceNamePrefix",
          "spark.kubernetes.executor.decommissionLabel",
          "spark.kubernetes.file.upload.path",
          "spark.podsmith.steps.dir");

  private final SortedMap<String, String> settings;
  private final Map<String, String> environment;
  private final References references;
  private final Consumer<String> onOpenReference;

  private SparkSettings(
      SortedMap<String, String> settings,
      Map<String, String> environment,
      Consumer<String> onOpenReference) {
    this.settings = settings;
    this.environment = environment;
    this.onOpenReference = onOpenReference;
    this.references = new References(this, onOpenReference);
  }

  /** Holds settings together with an environment. */
  public static SparkSettings of(Map<String, String> settings, Map<String, String> environment) {
    return new SparkSettings(
        Collections.unmodifiableSortedMap(new TreeMap<>(settings)),
        Map.copyOf(environment),
        reference -> {});
  }

  /**
   * Returns the same settings, which report each open reference when the setting is read: one that
   * another process may replace by another text, such as {@code ${env:NAME}}, or {@code
   * ${spark.key}} where this setting is not set here.
   *
   * @param listener receives the references, called by the thread that reads a setting
   */
  public SparkSettings reportingOpenReferences(Consumer<String> listener) {
    return new SparkSettings(settings, environment, listener);
  }

  /**
   * Finds the text of a setting, with references in it replaced. A name that is set to nothing, as
   * scripts do with an unset variable, counts as not set.
   */
  @Override
  public Optional<String> find(String key) {
    return raw(key)
        .map(text -> references.replaceIn(key, text))
        .filter(text -> !text.isBlank() || !UNSET_IF_BLANK.contains(key));
  }

  /** Reads a setting. */
  public <T> T get(ConfigEntry<T> entry) {
    return entry.readFrom(this);
  }

  /** Returns whether the user gave a setting. */
  public boolean contains(ConfigEntry<?> entry) {
    return entry.isSetIn(this);
  }

  /** Finds the text of a setting as it stands. */
  public Optional<String> raw(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** Returns all settings whose keys begin alike, by the rest of the key. */
  public SortedMap<String, String> withPrefix(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> e : settings.tailMap(prefix).entrySet()) {
      if (!e.getKey().startsWith(prefix)) {
        break;
      }
      found.put(e.getKey().substring(prefix.length()), e.getValue());
    }
    return found;
  }

  /** Returns all settings, sorted by key. For the engine only: steps never see this. */
  public SortedMap<String, String> asMap() {
    return settings;
  }

  /** Finds a variable of the environment. */
  public Optional<String> environmentVariable(String name) {
    return Optional.ofNullable(environment.get(name));
  }

  /** Returns these settings with others on top. */
  public SparkSettings with(Map<String, String> others) {
    SortedMap<String, String> all = new TreeMap<>(settings);
    all.putAll(others);
    return new SparkSettings(Collections.unmodifiableSortedMap(all), environment, onOpenReference);
  }

  /** Returns these settings without one of them. */
  public SparkSettings without(ConfigEntry<?> entry) {
    SortedMap<String, String> rest = new TreeMap<>(settings);
    rest.remove(entry.key());
    return new SparkSettings(Collections.unmodifiableSortedMap(rest), environment, onOpenReference);
  }

  /**
   * Returns the settings without references, which mean the same in every process, and no
   * environment.
   */
  public SparkSettings withoutReferences() {
    Map<String, String> plain = new TreeMap<>(settings);
    plain.values().removeIf(SparkSettings::hasReference);
    return of(plain, Map.of());
  }

  /** Returns whether the text of a setting has a reference, such as {@code ${env:NAME}}. */
  public static boolean hasReference(String text) {
    return text.contains("${");
  }

  /** Names keys only: values may be secrets. */
  @Override
  public String toString() {
    return "SparkSettings" + settings.keySet();
  }
}
