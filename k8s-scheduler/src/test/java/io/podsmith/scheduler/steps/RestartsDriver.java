// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/** A third-party step that lets the kubelet start a failed driver again. */
public final class RestartsDriver implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(spec -> spec.withRestartPolicy("OnFailure"));
  }
}
