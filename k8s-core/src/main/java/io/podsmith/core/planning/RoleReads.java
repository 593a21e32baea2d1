// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SettingOrigins;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.views.SettingReads;
import io.podsmith.core.conf.views.StepReads;
import io.podsmith.core.conf.views.StepReads.Read;
import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.plan.SettingOrigin.Kind;
import io.podsmith.core.plan.SettingRead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that the steps of one role read, with their values and origins.
 *
 * <p>A setting that is not set and falls back to another one is followed by that one. A prefix that
 * was read as a whole is followed by each setting that it found.
 */
final class RoleReads {
  /**
   * A setting with its value, which may be a secret.
   *
   * @param key the key, as in {@link SettingRead#key}
   * @param name what follows the prefix that was read, or the whole key
   * @param value the text that the step got; empty where there is none
   * @param origin where it was set
   * @param isSecret whether the step declares it as a secret
   */
  record Known(
      String key, String name, Optional<String> value, SettingOrigin origin, boolean isSecret) {
    /** Returns whether somebody set it: the default is another value, or none. */
    boolean isSet() {
      return origin.kind() != Kind.DEFAULT;
    }

    private static Known unset(String key, Optional<String> value, boolean isSecret) {
      return new Known(key, key, value, SettingOrigin.of(Kind.DEFAULT), isSecret);
    }
  }

  private final PodRole role;
  private final SettingReads reads;
  private final SparkSettings settings;
  private final SparkSettings given;
  private final SettingOrigins origins;

  /**
   * @param given the settings of the user: others are properties that steps set for the driver
   * @param origins where the user set them
   */
  RoleReads(PodRole role, SettingReads reads, SparkSettings given, SettingOrigins origins) {
    this.role = role;
    this.reads = reads;
    this.settings = reads.settings(role).orElse(given);
    this.given = given;
    this.origins = origins;
  }

  /** Returns whether the factory of a step created it. */
  boolean isCreated(String stepId) {
    return reads.of(role, stepId).filter(StepReads::isCreated).isPresent();
  }

  /** Returns all that a step read, in the order of its first use. */
  List<Known> all(String stepId) {
    return reads.of(role, stepId).map(own -> known(own.all())).orElse(List.of());
  }

  /** Returns what a step had read when it changed the pod. */
  List<Known> beforeWriting(String stepId) {
    return reads.of(role, stepId).map(own -> known(own.beforeWriting())).orElse(List.of());
  }

  private List<Known> known(Collection<Read> all) {
    Map<String, Known> found = new LinkedHashMap<>();
    for (Read read : all) {
      for (Known each : expanded(read)) {
        found.putIfAbsent(each.key(), each);
      }
    }
    return List.copyOf(found.values());
  }

  private List<Known> expanded(Read read) {
    if (read.entry().isPresent()) {
      List<Known> found = new ArrayList<>();
      addEntry(read.entry().get(), found);
      return found;
    }
    return read.key().startsWith(StepReads.ENVIRONMENT)
        ? List.of(variable(read.key()))
        : below(read.key());
  }

  private void addEntry(ConfigEntry<?> entry, List<Known> found) {
    List<String> keys = new ArrayList<>(List.of(entry.key()));
    keys.addAll(entry.alternatives());
    for (String key : keys) {
      Optional<String> text = find(key);
      if (text.isPresent()) {
        found.add(new Known(key, key, text, origin(key), entry.isSecret()));
        return;
      }
    }
    found.add(Known.unset(entry.key(), entry.defaultText(), entry.isSecret()));
    entry.fallback().ifPresent(other -> addEntry(other, found));
  }

  private List<Known> below(String key) {
    String prefix = key.substring(0, key.length() - StepReads.ALL.length());
    List<Known> found = new ArrayList<>(List.of(Known.unset(key, Optional.empty(), false)));
    settings
        .withPrefix(prefix)
        .forEach(
            (rest, text) ->
                found.add(
                    new Known(
                        prefix + rest, rest, Optional.of(text), origin(prefix + rest), false)));
    return found;
  }

  private Known variable(String key) {
    Optional<String> value =
        settings.environmentVariable(key.substring(StepReads.ENVIRONMENT.length()));
    return value.isEmpty()
        ? Known.unset(key, value, false)
        : new Known(key, key, value, SettingOrigin.of(Kind.ENVIRONMENT), false);
  }

  private Optional<String> find(String key) {
    try {
      return settings.find(key);
    } catch (InvalidConfigurationException e) {
      // a step may ignore a setting that cannot be read
      return settings.raw(key);
    }
  }

  /** Returns where a property was set: one that a step changed for the driver is the step's. */
  SettingOrigin origin(String key) {
    return given.raw(key).isPresent() && given.raw(key).equals(settings.raw(key))
        ? origins.of(key)
        : SettingOrigin.of(Kind.DRIVER_PROPERTY);
  }
}
