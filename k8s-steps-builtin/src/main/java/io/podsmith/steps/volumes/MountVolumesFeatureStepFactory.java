// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.volumes;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.api.conf.PersistentVolumeClaimVolume;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers volumes. */
@AutoService(FeatureStepFactory.class)
public final class MountVolumesFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.mount-volumes";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("MountVolumesFeatureStep"));
  }

  @Override
  public String description() {
    return "Mounts volumes, and creates PersistentVolumeClaims for those that request one:"
        + " spark.kubernetes.{driver,executor}.volumes.*.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.VOLUMES;
  }

  /** The names of claims may hold the id of the executor; no other volume looks at it. */
  @Override
  public StepScope scopeFor(KubernetesExecutorConf conf) {
    return conf.volumes().stream()
            .anyMatch(volume -> volume.source() instanceof PersistentVolumeClaimVolume)
        ? StepScope.POD
        : StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(PodKeys.KUBERNETES_USE_LEGACY_PVC_ACCESS_MODE);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.volumes().isEmpty()
        ? Optional.empty()
        : Optional.of(new MountVolumesFeatureStep(conf));
  }
}
