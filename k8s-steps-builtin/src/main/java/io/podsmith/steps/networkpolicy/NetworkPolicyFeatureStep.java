// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps.networkpolicy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.core.conf.keys.Constants;
import java.util.List;

/** Shuts executors off from pods of others. */
final class NetworkPolicyFeatureStep implements KubernetesFeatureConfigStep {
  private final String name;
  private final String namespace;
  private final String appId;

  NetworkPolicyFeatureStep(KubernetesConf conf) {
    this.name = conf.resourceNamePrefix() + "-policy";
    this.namespace = conf.namespace();
    this.appId = conf.appId();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod;
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return List.of(
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels(Constants.SPARK_APP_ID_LABEL, appId)
            .endMetadata()
            .withNewSpec()
            .withNewPodSelector()
            .addToMatchLabels(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
            .addToMatchLabels(Constants.SPARK_APP_ID_LABEL, appId)
            .endPodSelector()
            .addNewIngress()
            .addNewFrom()
            .withNewPodSelector()
            .addToMatchLabels(Constants.SPARK_APP_ID_LABEL, appId)
            .endPodSelector()
            .endFrom()
            .endIngress()
            .endSpec()
            .build());
  }
}
