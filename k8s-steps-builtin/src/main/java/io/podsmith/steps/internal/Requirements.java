// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.Optional;

/** Checks of settings that only make sense together or apart. */
public final class Requirements {
  private Requirements() {}

  /** Refuses two settings that say the same thing in two ways. */
  public static void atMostOne(
      KubernetesConf conf, ConfigEntry<Optional<String>> one, ConfigEntry<Optional<String>> other) {
    if (conf.get(one).isPresent() && conf.get(other).isPresent()) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_CONFLICT,
          one.key(),
          one.key()
              + " is '"
              + conf.get(one).get()
              + "' and "
              + other.key()
              + " is '"
              + conf.get(other).get()
              + "' but only one may be set; remove one");
    }
  }

  /** Refuses one of two settings that need each other. */
  public static void bothOrNeither(
      KubernetesConf conf, ConfigEntry<Optional<String>> one, ConfigEntry<Optional<String>> other) {
    Optional<String> first = conf.get(one);
    Optional<String> second = conf.get(other);
    if (first.isPresent() != second.isPresent()) {
      ConfigEntry<?> given = first.isPresent() ? one : other;
      ConfigEntry<?> missing = first.isPresent() ? other : one;
      throw new InvalidConfigurationException(
          PodsmithError.CONF_MISSING,
          missing.key(),
          missing.key()
              + " is not set but must be, because "
              + given.key()
              + " is '"
              + first.or(() -> second).orElse("")
              + "'; set both or neither");
    }
  }
}
