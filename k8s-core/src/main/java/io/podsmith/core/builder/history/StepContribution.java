// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one step added to a pod and beside it.
 *
 * @param stepId the step, or {@link #ENGINE}
 * @param origin the jar or plugin it came from
 * @param parts what it added, in words such as {@code container log-shipper}; never a value
 */
public record StepContribution(String stepId, String origin, List<String> parts) {
  /** Stands for what the engine adds when all steps have run. */
  public static final String ENGINE = "podsmith.engine";

  /**
   * Returns who built a pod, one line per step; steps that added nothing are left out.
   *
   * @param pod what was built, to begin the account with
   * @param idleSteps which steps did nothing and why, or empty
   */
  public static String account(String pod, List<StepContribution> contributions, String idleSteps) {
    return contributions.stream()
        .filter(contribution -> !contribution.parts().isEmpty())
        .map(contribution -> "\n  " + contribution.stepId() + ": " + contribution.listing())
        .collect(
            Collectors.joining(
                "",
                pod + " was built by these steps:",
                idleSteps.isEmpty() ? "" : "\n  " + idleSteps));
  }

  private String listing() {
    return String.join(", ", parts);
  }
}
