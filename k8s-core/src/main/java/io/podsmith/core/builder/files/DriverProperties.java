// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.files;

import io.podsmith.core.conf.EnvReferences;
import io.podsmith.core.conf.SensitiveSettings;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.KeyPrefixes;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties that a driver is started with.
 *
 * <p>This is the one place that decides where they go. Where some look like secrets, all of them go
 * into a Secret, since Spark reads them from one file, and the ConfigMap holds the others only.
 *
 * @param all what the driver reads
 * @param sensitive those that must not stand in the ConfigMap
 */
public record DriverProperties(SortedMap<String, String> all, SortedMap<String, String> sensitive) {
  private static final Logger LOG = LoggerFactory.getLogger(DriverProperties.class);

  public DriverProperties {
    all = Collections.unmodifiableSortedMap(all);
    sensitive = Collections.unmodifiableSortedMap(sensitive);
  }

  /** Returns the user's settings with those of steps on top. */
  public static SortedMap<String, String> merge(
      SparkSettings settings, Map<String, String> fromSteps) {
    SortedMap<String, String> all = new TreeMap<>(settings.asMap());
    all.putAll(fromSteps);
    return all;
  }

  /**
   * Decides which properties are to be kept from those who may read ConfigMaps.
   *
   * @param declared the keys that steps declare as secrets
   */
  public static DriverProperties of(
      SparkSettings settings, SortedMap<String, String> all, Set<String> declared) {
    SortedMap<String, String> sensitive = new TreeMap<>();
    if (settings.get(PodsmithKeys.PROTECT_DRIVER_SETTINGS)) {
      SensitiveSettings rules = SensitiveSettings.of(settings, declared);
      all.forEach(
          (key, value) -> {
            if (rules.isSensitive(key, value)) {
              sensitive.put(key, value);
            }
          });
    }
    return new DriverProperties(all, sensitive);
  }

  /** Returns those that may stand in the driver's ConfigMap, which more people may read. */
  SortedMap<String, String> inConfigMap() {
    SortedMap<String, String> open = new TreeMap<>(all);
    open.keySet().removeAll(sensitive.keySet());
    return open;
  }

  /**
   * Returns the variables of the driver that its pod must not show, by what a Secret has to hold
   * for them. A value that refers to other variables is not among them: nothing is replaced in
   * values that come from a Secret.
   */
  SortedMap<String, String> sensitiveVariables() {
    SortedMap<String, String> found = new TreeMap<>();
    List<String> referring = new ArrayList<>();
    String prefix = KeyPrefixes.KUBERNETES_DRIVER_ENV_PREFIX;
    sensitive.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            if (EnvReferences.in(value).isEmpty()) {
              found.put(key.substring(prefix.length()), EnvReferences.unescaped(value));
            } else {
              referring.add(key);
            }
          }
        });
    if (!referring.isEmpty()) {
      LOG.warn(
          "{} look like secrets but refer to other environment variables as $(NAME), which is"
              + " expanded in the pod only: the pod shows their text. Set each secret as a separate"
              + " environment variable and refer to it",
          referring);
    }
    return found;
  }

  /** Names keys only: values may be secrets. */
  @Override
  public String toString() {
    return "DriverProperties" + all.keySet();
  }
}
