// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.secrets;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.SecretKeyReference;
import java.util.Map;

/** Adds an environment variable for each entry of a secret. */
record EnvSecretsFeatureStep(Map<String, SecretKeyReference> references)
    implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editContainer(
        container ->
            container.addAllToEnv(
                references.entrySet().stream()
                    .map(e -> variable(e.getKey(), e.getValue()))
                    .toList()));
  }

  private static EnvVar variable(String name, SecretKeyReference reference) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(reference.secretName())
        .withKey(reference.key())
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}
