// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.hadoop;

import com.google.auto.service.AutoService;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.steps.internal.StepKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the configuration of Hadoop to executors. */
@AutoService(FeatureStepFactory.class)
public final class ExecutorHadoopConfFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.executor-hadoop-conf";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> aliases() {
    return Set.of(Upstream.step("HadoopConfExecutorFeatureStep"));
  }

  @Override
  public String description() {
    return "Mounts the driver's Hadoop configuration into executors.";
  }

  @Override
  public Set<PodRole> roles() {
    return Set.of(PodRole.EXECUTOR);
  }

  @Override
  public StepPhase phase() {
    return StepPhase.CONFIGURATION;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(StepKeys.HADOOP_CONFIG_MAP_NAME);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    // In client mode, no submission has recorded the name.
    return conf.get(StepKeys.HADOOP_CONFIG_MAP_NAME)
        .or(() -> conf.get(PodKeys.KUBERNETES_HADOOP_CONF_CONFIG_MAP))
        .map(ExecutorHadoopConfFeatureStep::new);
  }
}
