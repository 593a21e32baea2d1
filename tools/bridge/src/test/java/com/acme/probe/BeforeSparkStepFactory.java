// SPDX-License-Identifier: Apache-2.0
package com.acme.probe;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;
import java.util.Set;

/** Wants to run before one of Spark's built-in steps. */
public final class BeforeSparkStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.before-spark";
  }

  @Override
  public String description() {
    return "For tests.";
  }

  @Override
  public Set<String> before() {
    return Set.of("spark.local-dirs");
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    return Optional.empty();
  }
}
