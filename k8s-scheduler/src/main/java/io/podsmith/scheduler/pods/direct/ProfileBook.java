// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import io.podsmith.scheduler.pods.report.ExecutorCounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of each resource profile, and which executors count for which profile. Used on the
 * event loop only.
 */
final class ProfileBook {
  private final TreeMap<Integer, ProfileState> profiles = new TreeMap<>();
  private final Map<Long, ProfileState> counted = new HashMap<>();

  /** Returns the state of a profile, which begins with its first use. */
  ProfileState get(int profileId) {
    return profiles.computeIfAbsent(profileId, ProfileState::new);
  }

  Collection<ProfileState> all() {
    return profiles.values();
  }

  Collection<ProfileState> after(int profileId) {
    return profiles.tailMap(profileId, false).values();
  }

  Collection<ProfileState> upTo(int profileId) {
    return profiles.headMap(profileId, true).values();
  }

  /** Returns the profile for which an executor counts. */
  Optional<ProfileState> of(long executorId) {
    return Optional.ofNullable(counted.get(executorId));
  }

  boolean counts(long executorId) {
    return counted.containsKey(executorId);
  }

  /** Returns how many executors count. */
  int size() {
    return counted.size();
  }

  /** Counts an executor, for the given profile unless it counts for one already. */
  ProfileState count(long executorId, int profileId) {
    return counted.computeIfAbsent(executorId, id -> get(profileId));
  }

  /** Stops counting an executor. */
  Optional<ProfileState> uncount(long executorId) {
    Optional<ProfileState> profile = Optional.ofNullable(counted.remove(executorId));
    profile.ifPresent(state -> state.remove(executorId));
    return profile;
  }

  ExecutorCounts totals() {
    ExecutorCounts totals = ExecutorCounts.NONE;
    for (ProfileState profile : profiles.values()) {
      totals = totals.plus(profile.counts());
    }
    return totals;
  }
}
