// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.diff;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Plans;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlanTarget;
import io.podsmith.diff.PlanDiff;
import io.podsmith.diff.Subject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the two sides of a comparison: settings, plans, and drivers in the cluster. */
final class Sides {
  private static final String DRIVER = "driver:";

  private final SettingsOptions options;
  private final List<String> application;

  Sides(SettingsOptions options, List<String> application) {
    this.options = options;
    this.application = application;
  }

  /**
   * Reads and compares both sides.
   *
   * @throws io.podsmith.api.error.PodsmithException if one cannot be read or planned
   */
  PlanDiff.Result compare(String first, String second) {
    // files before the cluster: what is wrong with them shows without one
    Optional<Plan> one = plan(first);
    Optional<Plan> two = plan(second);
    return PlanDiff.of(
        one.map(Subject::of).orElseGet(() -> live(first, two)),
        two.map(Subject::of).orElseGet(() -> live(second, one)));
  }

  private Optional<Plan> plan(String side) {
    if (side.startsWith(DRIVER)) {
      return Optional.empty();
    }
    Path file = Path.of(side);
    return Optional.of(
        Plans.isPlan(file) ? Plans.read(file) : Plans.of(options.resolve(file, application)));
  }

  /**
   * Reads a driver.
   *
   * @param other says where it is, as far as the options do not
   */
  private Subject live(String side, Optional<Plan> other) {
    SparkSettings settings = options.resolve().settings();
    Map<String, String> known = new HashMap<>();
    other
        .map(Plan::target)
        .ifPresent(
            (PlanTarget target) -> {
              if (!target.cluster().isEmpty() && settings.get(SparkKeys.MASTER).isEmpty()) {
                known.put(SparkKeys.MASTER.key(), "k8s://%s".formatted(target.cluster()));
              }
              if (!settings.contains(ClusterKeys.KUBERNETES_NAMESPACE)) {
                known.put(ClusterKeys.KUBERNETES_NAMESPACE.key(), target.namespace());
              }
            });
    SparkSettings all = settings.with(known);
    String name = side.substring(DRIVER.length());
    int slash = name.indexOf('/');
    String namespace =
        slash < 0 ? all.get(ClusterKeys.KUBERNETES_NAMESPACE) : name.substring(0, slash);
    String pod = name.substring(slash + 1);
    if (pod.isEmpty() || namespace.isEmpty() || pod.contains("/")) {
      throw new InvalidConfigurationException(
          PodsmithError.CONF_ARGUMENTS,
          "diff",
          "'%s' is not a driver; use driver:NAMESPACE/POD, or driver:POD for the namespace of the settings"
              .formatted(side));
    }
    return LiveDriver.read(all, namespace, pod);
  }
}
