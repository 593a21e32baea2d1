// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.basics;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the driver's configuration folder to executors. */
@AutoService(FeatureStepFactory.class)
public final class ExecutorConfFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.executor-conf";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("BasicExecutorFeatureStep"));
  }

  @Override
  public String description() {
    return "Mounts the files of the driver's SPARK_CONF_DIR into executors.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.EXECUTOR);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.POD_BASICS;
  }

  @Override
  public Set<String> after() {
    return Set.of(ExecutorBasicsFeatureStepFactory.ID);
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return conf.get(PodKeys.KUBERNETES_EXECUTOR_DISABLE_CONFIGMAP)
        ? Optional.empty()
        : Optional.of(new ExecutorConfFeatureStep((KubernetesExecutorConf) conf));
  }
}
