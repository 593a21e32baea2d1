// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.api.PodRole;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan says of the steps that exist, taken while their registry is open.
 *
 * @param all all steps in the order of {@link StepRegistry#descriptions}
 * @param enabled the ids of the steps that are on, by role; roles without pods are missing
 * @param secretKeys the keys that steps declare as secrets
 * @param digests the digests of jars that are deleted with the registry, by their addresses
 * @param files the files of other jars, by their addresses
 */
record KnownSteps(
    List<StepDescription> all,
    Map<PodRole, Set<String>> enabled,
    Set<String> secretKeys,
    Map<String, String> digests,
    Map<String, Path> files) {
  /**
   * Takes what a plan needs.
   *
   * @param hasExecutor whether the plan has an executor
   */
  static KnownSteps of(StepRegistry registry, boolean hasExecutor) {
    Map<PodRole, Set<String>> enabled = new EnumMap<>(PodRole.class);
    enabled.put(PodRole.DRIVER, ids(registry, PodRole.DRIVER));
    if (hasExecutor) {
      enabled.put(PodRole.EXECUTOR, ids(registry, PodRole.EXECUTOR));
    }
    Map<String, String> digests = new HashMap<>();
    Map<String, Path> files = new HashMap<>();
    registry
        .jarFiles()
        .forEach(
            (address, file) -> {
              if (isDownloaded(address)) {
                digests.put(address, JarDigest.of(file));
              } else {
                files.put(address, file);
              }
            });
    return new KnownSteps(registry.descriptions(), enabled, registry.secretKeys(), digests, files);
  }

  private static Set<String> ids(StepRegistry registry, PodRole role) {
    return registry.steps(role).stream().map(StepInfo::id).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isDownloaded(String address) {
    return address.contains("://") && !address.startsWith("file:") && !address.startsWith("local:");
  }
}
