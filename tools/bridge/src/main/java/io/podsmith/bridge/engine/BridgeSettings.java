// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge.engine;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.bridge.border.SparkInput;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of an application as the engine may read them behind the bridge. */
final class BridgeSettings {
  /** Settings of Podsmith that work behind the bridge. */
  private static final Set<String> WORKING =
      Set.of(
          PodsmithKeys.STEP_JARS.key(),
          PodsmithKeys.STEP_DIR.key(),
          PodsmithKeys.STEPS_DISABLED.key(),
          PodsmithKeys.STEPS_ALLOWED_DIGESTS.key(),
          PodsmithKeys.STEPS_ALLOWED_KINDS.key(),
          PodsmithKeys.STEPS_POLICY.key(),
          PodsmithKeys.STEPS_PUBLIC_KEY.key(),
          PodsmithKeys.STEPS_TIMEOUT.key(),
          PodsmithKeys.TRY_EXECUTOR_STEPS.key());

  /** Their classes are Spark's own, which Spark loads. */
  private static final List<ConfigEntry<?>> LISTED =
      List.of(
          PodKeys.KUBERNETES_DRIVER_POD_FEATURE_STEPS,
          PodKeys.KUBERNETES_EXECUTOR_POD_FEATURE_STEPS);

  private static final List<ConfigEntry<?>> EXCLUDED =
      List.of(
          PodKeys.KUBERNETES_DRIVER_POD_EXCLUDED_FEATURE_STEPS,
          PodKeys.KUBERNETES_EXECUTOR_POD_EXCLUDED_FEATURE_STEPS);

  private static final String SPARK = "org.apache.spark.";

  private BridgeSettings() {}

  /**
   * Returns the settings without what only Spark's built-in steps mean.
   *
   * @param prefixKey the setting that receives the prefix of names that Spark has chosen
   * @throws InvalidConfigurationException if a setting has no effect behind the bridge
   */
  static SparkSettings of(SparkInput input, ConfigEntry<?> prefixKey) {
    SparkSettings given = SparkSettings.of(input.settings(), Map.of());
    PodsmithKeys.all().forEach(entry -> refuseIfIdle(entry, given));
    Map<String, String> settings = new HashMap<>(input.settings());
    LISTED.forEach(entry -> settings.remove(entry.key()));
    for (ConfigEntry<?> entry : EXCLUDED) {
      settings.computeIfPresent(entry.key(), (key, names) -> withoutSpark(names));
    }
    settings.put(prefixKey.key(), input.resourceNamePrefix());
    return SparkSettings.of(settings, System.getenv());
  }

  private static void refuseIfIdle(ConfigEntry<?> entry, SparkSettings given) {
    String value = given.raw(entry.key()).orElse("");
    if (!value.isEmpty() && !value.equals("false") && !WORKING.contains(entry.key())) {
      throw InvalidConfigurationException.of(
          PodsmithError.CONF_INVALID,
          entry.key(),
          value,
          "unset or false, because it has no effect on the pods of Spark's own Kubernetes jar",
          "remove it, or replace Spark's Kubernetes jar by Podsmith");
    }
  }

  private static String withoutSpark(String names) {
    return Arrays.stream(names.split(","))
        .map(String::strip)
        .filter(name -> !name.startsWith(SPARK))
        .collect(Collectors.joining(","));
  }
}
