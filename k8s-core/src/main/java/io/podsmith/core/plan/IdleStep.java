// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.List;

/**
 * A step that did not run.
 *
 * @param id for example {@code spark.kerberos}
 * @param artifact what it was loaded from
 * @param reason why
 * @param settings where the reason is {@link Reason#NOT_REQUESTED}, the settings that it looked at
 *     and that would turn it on; else the one that turns it off, or none
 */
public record IdleStep(String id, StepArtifact artifact, Reason reason, List<String> settings) {
  /** Why a step did not run. */
  public enum Reason {
    /** Its factory found nothing to do in the settings. */
    NOT_REQUESTED,
    /** {@code spark.podsmith.steps.disabled} names it. */
    DISABLED,
    /** {@code spark.kubernetes.<role>.pod.excludedFeatureSteps} names it. */
    EXCLUDED,
    /** It is for the other role. */
    OTHER_ROLE
  }

  public IdleStep {
    settings = List.copyOf(settings);
  }
}
