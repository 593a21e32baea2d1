// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.credentials;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the service account of executors. */
@AutoService(FeatureStepFactory.class)
public final class ExecutorCredentialsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.executor-credentials";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("ExecutorKubernetesCredentialsFeatureStep"));
  }

  @Override
  public String description() {
    return "Sets the executors' service account, by default the driver's, unless the pod template"
        + " sets one.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.EXECUTOR);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.CREDENTIALS;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(ClusterKeys.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(ClusterKeys.KUBERNETES_EXECUTOR_SERVICE_ACCOUNT_NAME)
        .or(() -> conf.get(ClusterKeys.KUBERNETES_DRIVER_SERVICE_ACCOUNT_NAME))
        .map(ExecutorCredentialsFeatureStep::new);
  }
}
