// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.podsmith.api.PodRole;
import io.podsmith.core.builder.history.StepContribution;
import io.podsmith.core.plugin.ResolvedStep;
import io.podsmith.core.plugin.StepInfo;
import io.podsmith.core.plugin.StepRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says why a step left no trace in a pod. */
final class IdleSteps {
  private IdleSteps() {}

  /**
   * Describes the steps that did nothing.
   *
   * @param ran the steps that were created
   * @param contributions what they did
   * @return for example {@code not requested: spark.kerberos; disabled: acme.logs}, or empty
   */
  static String of(
      StepRegistry registry,
      PodRole role,
      List<ResolvedStep> ran,
      List<StepContribution> contributions) {
    Set<String> created =
        ran.stream().map(step -> step.info().id()).collect(Collectors.toUnmodifiableSet());
    List<String> parts = new ArrayList<>();
    add(
        parts,
        "not requested",
        registry.steps(role).stream()
            .map(StepInfo::id)
            .filter(id -> !created.contains(id))
            .toList());
    add(
        parts,
        "nothing to do",
        contributions.stream()
            .filter(contribution -> contribution.parts().isEmpty())
            .map(StepContribution::stepId)
            .filter(created::contains)
            .toList());
    add(parts, "disabled", registry.disabled(role));
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String why, Collection<String> ids) {
    if (!ids.isEmpty()) {
      parts.add("%s: %s".formatted(why, String.join(", ", ids)));
    }
  }
}
