// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volumes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.VolumeSpec;
import java.util.ArrayList;
import java.util.List;

/** Mounts volumes and claims storage for those that ask for it. */
final class MountVolumesFeatureStep implements KubernetesFeatureConfigStep {
  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeMount> mounts = new ArrayList<>();
  private final List<HasMetadata> claims = new ArrayList<>();

  MountVolumesFeatureStep(KubernetesConf conf) {
    List<VolumeSpec> specs = conf.volumes();
    VolumeSources sources = new VolumeSources(conf);
    for (int i = 0; i < specs.size(); i++) {
      VolumeSpec spec = specs.get(i);
      volumes.add(sources.volume(spec, i));
      mounts.add(mount(spec));
      sources.claim(spec, i).ifPresent(claims::add);
    }
  }

  private static VolumeMount mount(VolumeSpec spec) {
    return new VolumeMountBuilder()
        .withName(spec.name())
        .withMountPath(spec.mountPath())
        .withReadOnly(spec.isReadOnly())
        .withSubPath(spec.subPath().orElse(""))
        .withSubPathExpr(spec.subPathExpr().orElse(""))
        .build();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod.editSpec(spec -> spec.addAllToVolumes(volumes))
        .editContainer(container -> container.addAllToVolumeMounts(mounts));
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.copyOf(claims);
  }
}
