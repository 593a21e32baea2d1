// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;

/** Sets the service account, unless the pod template has done so. */
record ExecutorCredentialsFeatureStep(String serviceAccount)
    implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(
        spec ->
            spec.hasServiceAccount() || spec.hasServiceAccountName()
                ? spec
                : spec.withServiceAccount(serviceAccount).withServiceAccountName(serviceAccount));
  }
}
