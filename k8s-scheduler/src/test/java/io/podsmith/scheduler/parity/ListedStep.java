// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/**
 * A user's step that settings list by its class. The class of this name that upstream loads is
 * compiled from {@code src/test/resources/parity/upstream}.
 */
public final class ListedStep implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editMetadata(metadata -> metadata.addToLabels("listed", "step"));
  }
}
