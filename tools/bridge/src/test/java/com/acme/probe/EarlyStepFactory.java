// SPDX-License-Identifier: Apache-2.0
package com.acme.probe;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.StepPhase;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;

/** Wants to run among Spark's built-in steps. */
public final class EarlyStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.early";
  }

  @Override
  public String description() {
    return "For tests.";
  }

  @Override
  public StepPhase phase() {
    return StepPhase.VOLUMES;
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.empty();
  }
}
