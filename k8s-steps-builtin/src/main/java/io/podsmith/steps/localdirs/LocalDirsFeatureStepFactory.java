// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.localdirs;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers scratch folders. */
@AutoService(FeatureStepFactory.class)
public final class LocalDirsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.local-dirs";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("LocalDirsFeatureStep"));
  }

  @Override
  public String description() {
    return "Provides scratch space: the volumes named spark-local-dir-*, or an emptyDir for each"
        + " directory of spark.local.dir.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.LOCAL_STORAGE;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(PodKeys.KUBERNETES_LOCAL_DIRS_TMPFS, SparkKeys.LOCAL_DIR);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new LocalDirsFeatureStep(conf));
  }
}
