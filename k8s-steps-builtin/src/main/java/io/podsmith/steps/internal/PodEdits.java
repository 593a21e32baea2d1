// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.internal;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.podsmith.api.SparkPod;

/** Edits that several steps make. */
public final class PodEdits {
  private PodEdits() {}

  /** Adds a volume and mounts it into Spark's container. */
  public static SparkPod mount(SparkPod pod, Volume volume, String path) {
    return pod.editSpec(spec -> spec.addToVolumes(volume))
        .editContainer(
            container ->
                container.addToVolumeMounts(
                    new VolumeMountBuilder()
                        .withName(volume.getName())
                        .withMountPath(path)
                        .build()));
  }

  /** Adds an environment variable to Spark's container. */
  public static SparkPod setEnv(SparkPod pod, String name, String value) {
    return pod.editContainer(
        container -> container.addAllToEnv(new EnvVars().add(name, value).toList()));
  }

  /** Makes a volume of a whole secret. */
  public static Volume secretVolume(String name, String secret) {
    return new VolumeBuilder()
        .withName(name)
        .withNewSecret()
        .withSecretName(secret)
        .endSecret()
        .build();
  }

  /** Makes a volume of a whole ConfigMap. */
  public static Volume configMapVolume(String name, String configMap) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .build();
  }
}
