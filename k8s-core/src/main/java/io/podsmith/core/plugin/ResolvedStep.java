// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.core.conf.views.StepReads;
import java.util.Optional;

/**
 * A step ready to be called with the right context class loader.
 *
 * @param place its place among all steps of the role, those counted that were not asked for
 * @param reads what it reads, empty if that is not recorded
 */
public record ResolvedStep(
    StepInfo info, KubernetesFeatureConfigStep step, int place, Optional<StepReads> reads) {
  /** Records that the step has changed the pod. */
  public void markWritten() {
    reads.ifPresent(StepReads::markWritten);
  }
}
