// SPDX-License-Identifier: Apache-2.0
package com.acme.probe;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.KubernetesExecutorConf;
import java.util.Optional;

/** Runs last, although its id comes first, and is shared by the executors of a profile. */
public final class LastStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.a-policy";
  }

  @Override
  public String description() {
    return "For tests.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.POLICY;
  }

  @Override
  public StepScope scope() {
    return StepScope.RESOURCE_PROFILE;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.of(new LastStep());
  }

  private static final class LastStep implements KubernetesFeatureConfigStep {
    @Override
    public SparkPod configurePod(SparkPod pod) {
      boolean isAfterProbe = pod.pod().getMetadata().getLabels().containsKey("acme-probe");
      return pod.editMetadata(
          metadata -> metadata.addToLabels("acme-after-probe", Boolean.toString(isAfterProbe)));
    }

    @Override
    public SparkPod deriveForExecutor(SparkPod pod, KubernetesExecutorConf executor) {
      return pod;
    }
  }
}
