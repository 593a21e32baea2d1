// SPDX-License-Identifier: Apache-2.0
package org.example.steps;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesExecutorCustomFeatureConfigStep;

/** Runs in both roles, and looks at which configuration it was given. */
public class BothRoles
    implements KubernetesDriverCustomFeatureConfigStep, KubernetesExecutorCustomFeatureConfigStep {
  private KubernetesConf conf;

  @Override
  public void init(KubernetesDriverConf conf) {
    this.conf = conf;
  }

  @Override
  public void init(KubernetesExecutorConf conf) {
    this.conf = conf;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    String role =
        conf instanceof KubernetesDriverConf
            ? "driver of " + ((KubernetesDriverConf) conf).mainClass()
            : "executor of profile " + ((KubernetesExecutorConf) conf).resourceProfileId();
    return pod.copy(
        new PodBuilder(pod.pod())
            .editMetadata()
            .addToAnnotations("example.org/role", role)
            .addToAnnotations("example.org/app-id", conf.appId())
            .endMetadata()
            .build(),
        pod.container());
  }
}
