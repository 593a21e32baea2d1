// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.List;

/**
 * A step that ran.
 *
 * @param id for example {@code spark.driver-basics}
 * @param phase the name of its phase
 * @param artifact what it was loaded from
 * @param reads the settings that it read, in the order of their first use
 */
public record PlannedStep(String id, String phase, StepArtifact artifact, List<SettingRead> reads) {
  public PlannedStep {
    reads = List.copyOf(reads);
  }
}
