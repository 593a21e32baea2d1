// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.hostnetwork;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesExecutorCustomFeatureConfigStep;

/**
 * The host network as a step class of Spark, named in {@code
 * spark.kubernetes.{driver,executor}.pod.featureSteps}.
 *
 * <p>Its setting is known to this class only: a typing error in the key has no effect, and a wrong
 * value is rejected by the API server. Spark runs the class in each job that names it.
 */
public final class SparkHostNetworkStep
    implements KubernetesDriverCustomFeatureConfigStep, KubernetesExecutorCustomFeatureConfigStep {
  private String dnsPolicy = "";

  @Override
  public void init(KubernetesDriverConf conf) {
    read(conf.sparkConf());
  }

  @Override
  public void init(KubernetesExecutorConf conf) {
    read(conf.sparkConf());
  }

  private void read(SparkConf conf) {
    dnsPolicy = conf.get("spark.acme.hostNetwork.dnsPolicy", "ClusterFirstWithHostNet");
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return new SparkPod(
        new PodBuilder(pod.pod())
            .editOrNewSpec()
            .withHostNetwork(true)
            .withDnsPolicy(dnsPolicy)
            .endSpec()
            .build(),
        pod.container());
  }
}
