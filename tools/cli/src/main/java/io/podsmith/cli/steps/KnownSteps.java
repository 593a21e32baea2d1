// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.steps;

import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.plan.Plans;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plugin.StepDescription;
import io.podsmith.core.plugin.StepRegistry;
import java.util.List;
import java.util.Optional;

/** Finds the steps that settings and classpath give. */
final class KnownSteps {
  private KnownSteps() {}

  /**
   * Finds all steps. Settings that do not suffice for a submission, such as none, do for that:
   * whether a step would run is then unknown.
   *
   * @throws PodsmithException if a jar cannot be loaded, or a setting names an unknown step
   */
  static StepPages of(CliSettings given) {
    List<StepDescription> steps;
    try (StepRegistry registry =
        StepRegistry.load(given.settings(), given.runtime().files(given.settings()))) {
      steps = registry.descriptions();
    }
    Optional<Plan> plan;
    String unknown = "";
    try {
      plan = Optional.of(Plans.of(given));
    } catch (PodsmithException e) {
      plan = Optional.empty();
      String prefix = "[%s] ".formatted(e.codeId());
      String message = String.valueOf(e.getMessage());
      unknown = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
    return new StepPages(steps, plan, unknown);
  }
}
