package io.podsmith.core.builder;

import io.podsmith.core.conf.SparkSettings;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties that a driver is started with.
 *
 * <p>This is the one place that decides where they go. All of them, secrets among them, stand in
 * the ConfigMap as with Spark's own jar.
 */
final class DriverProperties {
  private DriverProperties() {}

  /** Returns the user's settings with those of steps on top. */
  static SortedMap<String, String> of(SparkSettings settings, Map<String, String> fromSteps) {
    SortedMap<String, String> all = new TreeMap<>(settings.asMap());
    all.putAll(fromSteps);
    return all;
  }

  /**
   * Returns those that may stand in the driver's ConfigMap, where whoever may read it sees them.
   */
  static SortedMap<String, String> inConfigMap(SortedMap<String, String> properties) {
    return Collections.unmodifiableSortedMap(properties);
  }
}
