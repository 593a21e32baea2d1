// SPDX-License-Identifier: Apache-2.0
package com.acme.probe;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.conf.KubernetesConf;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Uses the network of the node, or does not return, as a setting says. */
public final class UnboundedStepFactory implements FeatureStepFactory {
  @Override
  public String id() {
    return "acme.unbounded";
  }

  @Override
  public String description() {
    return "For tests.";
  }

  @Override
  public Optional<KubernetesFeatureConfigStep> create(KubernetesConf conf) {
    if (conf.appName().equals("waits")) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Optional.of(pod -> pod.editSpec(spec -> spec.withHostNetwork(true)));
  }
}
