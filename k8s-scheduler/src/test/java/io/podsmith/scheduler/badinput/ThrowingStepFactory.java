// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.badinput;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;

/** A step of a third party that is broken. */
public final class ThrowingStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.broken";
  }

  @Override
  public String description() {
    return "Fails.";
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    throw new IllegalStateException("the step has a bug");
  }
}
