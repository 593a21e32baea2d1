// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.secrets;

import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.steps.internal.PodEdits;
import java.util.Map;

/** Mounts secrets as files. */
final class MountSecretsFeatureStep implements KubernetesFeatureConfigStep {
  private final Map<String, String> pathsBySecret;

  MountSecretsFeatureStep(KubernetesConf conf) {
    this.pathsBySecret = conf.secretNamesToMountPaths();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    SparkPod mounted = pod;
    for (Map.Entry<String, String> secret : pathsBySecret.entrySet()) {
      mounted =
          PodEdits.mount(
              mounted,
              PodEdits.secretVolume(SecretVolumeName.of(secret.getKey()), secret.getKey()),
              secret.getValue());
    }
    return mounted;
  }
}
