// SPDX-License-Identifier: Apache-2.0
package org.example.steps;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;

/** Turns on the network of the node by a setting of its own. */
public class HostNetworkOfDriver implements KubernetesDriverCustomFeatureConfigStep {
  private KubernetesDriverConf conf;

  @Override
  public void init(KubernetesDriverConf conf) {
    this.conf = conf;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    if (!conf.sparkConf().getBoolean("spark.example.hostNetwork.enabled", false)) {
      return pod;
    }
    return new SparkPod(
        new PodBuilder(pod.pod())
            .editSpec()
            .withHostNetwork(true)
            .withDnsPolicy(
                conf.sparkConf().get("spark.example.dnsPolicy", "ClusterFirstWithHostNet"))
            .endSpec()
            .editMetadata()
            .addToAnnotations("example.org/namespace", conf.namespace())
            .addToAnnotations("example.org/image", conf.get("spark.kubernetes.container.image"))
            .addToAnnotations("example.org/labels", String.valueOf(conf.labels().size()))
            .endMetadata()
            .build(),
        pod.container());
  }
}
