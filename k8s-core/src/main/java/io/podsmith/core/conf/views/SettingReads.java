// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.PodRole;
import io.podsmith.core.conf.SparkSettings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records what the steps of one submission read, for its plan. A view that is made with it gives
 * each step a view of its own; other views are given to steps as they are, at no cost.
 *
 * <p>Only what was read is recorded, in microseconds per submission; values and origins are looked
 * up when a plan is requested. So the steps run once, and files are uploaded once, with a plan and
 * without one. Safe for use by several threads.
 */
public final class SettingReads {
  private final Map<PodRole, SparkSettings> settings = new EnumMap<>(PodRole.class);
  private final Map<PodRole, Map<String, StepReads>> steps = new EnumMap<>(PodRole.class);

  /** Returns where to record what a step of a role reads. */
  synchronized StepReads begin(PodRole role, SparkSettings from, String stepId) {
    settings.put(role, from);
    return steps
        .computeIfAbsent(role, each -> new HashMap<>())
        .computeIfAbsent(stepId, id -> new StepReads());
  }

  /** Returns what a step of a role read, empty if its factory was not called. */
  public synchronized Optional<StepReads> of(PodRole role, String stepId) {
    return Optional.ofNullable(steps.getOrDefault(role, Map.of()).get(stepId));
  }

  /** Returns the settings that the steps of a role read, empty if there were none. */
  public synchronized Optional<SparkSettings> settings(PodRole role) {
    return Optional.ofNullable(settings.get(role));
  }
}
