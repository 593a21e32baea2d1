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
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.steps.internal.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Offers the basics of an executor's pod. */
@AutoService(FeatureStepFactory.class)
public final class ExecutorBasicsFeatureStepFactory implements FeatureStepFactory {
  /** The id of the step. */
  public static final String ID = "spark.executor-basics";

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
    return "Sets name, labels, owner, image, CPU, memory, extended resources, ports and environment"
        + " of executor pods.";
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
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public List<ConfigEntry<?>> configEntries() {
    return List.of(
        PodKeys.KUBERNETES_EXECUTOR_POD_NAME_PREFIX,
        PodKeys.EXECUTOR_CONTAINER_IMAGE,
        PodKeys.KUBERNETES_EXECUTOR_REQUEST_CORES,
        PodKeys.KUBERNETES_EXECUTOR_LIMIT_CORES,
        PodKeys.KUBERNETES_EXECUTOR_SCHEDULER_NAME,
        PodKeys.KUBERNETES_EXECUTOR_USE_DRIVER_POD_IP,
        ExecutorKeys.KUBERNETES_EXECUTOR_TERMINATION_GRACE_PERIOD_SECONDS,
        ExecutorKeys.DECOMMISSION_SCRIPT,
        PodKeys.KUBERNETES_EXECUTOR_ALLOW_PRIVILEGE_ESCALATION,
        PodsmithKeys.EXECUTOR_RESIZE_POLICY,
        SparkKeys.BLOCK_MANAGER_PORT,
        SparkKeys.EXECUTOR_CLASS_PATH,
        SparkKeys.CUSTOM_EXECUTOR_LOG_URL,
        SparkKeys.DECOMMISSION_ENABLED);
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new ExecutorBasicsFeatureStep((KubernetesExecutorConf) conf));
  }
}
