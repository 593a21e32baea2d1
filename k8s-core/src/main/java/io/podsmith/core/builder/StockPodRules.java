// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.util.Optional;

/** What a step may declare if it runs after all steps of Spark's own Kubernetes jar. */
final class StockPodRules {
  private static final String BUILT_IN = "spark.";

  private final StepRegistry registry;

  StockPodRules(StepRegistry registry) {
    this.registry = registry;
  }

  /**
   * Checks the enabled steps of a role.
   *
   * @throws StepException if a step must run before one of Spark's own
   */
  void check(PodRole role) {
    for (StepInfo step : registry.steps(role)) {
      if (step.phase().compareTo(StepPhase.LOCAL_STORAGE) <= 0) {
        throw failure(
            step,
            "declares the phase %s".formatted(step.phase()),
            "return EXTENSIONS or POLICY from phase()");
      }
      builtInFollower(step)
          .ifPresent(
              follower -> {
                throw failure(
                    step, "must run before %s".formatted(follower), "remove the id from before()");
              });
    }
  }

  private Optional<String> builtInFollower(StepInfo step) {
    return registry.descriptions().stream()
        .filter(described -> described.info().id().equals(step.id()))
        .map(StepDescription::before)
        .flatMap(before -> before.stream())
        .filter(id -> id.startsWith(BUILT_IN))
        .findFirst();
  }

  private static StepException failure(StepInfo step, String what, String change) {
    return new StepException(
        PodsmithError.STEP_INVALID,
        step.id(),
        step.origin(),
        ("step %s from %s %s, but Spark's own Kubernetes jar runs steps only after its built-in ones;"
                + " %s, or replace Spark's Kubernetes jar by Podsmith")
            .formatted(step.id(), step.origin(), what, change),
        null);
  }
}
