// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.scheduler.ScalaInterop;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.KubernetesExecutorConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import org.apache.spark.deploy.k8s.features.KubernetesExecutorCustomFeatureConfigStep;
import scala.collection.immutable.Seq;

/** A step of Spark's contract with settings of its own below {@code spark.kubernetes.}. */
public final class HostNetworkOfSpark
    implements KubernetesDriverCustomFeatureConfigStep, KubernetesExecutorCustomFeatureConfigStep {
  private SparkConf conf = new SparkConf(false);

  @Override
  public void init(KubernetesDriverConf driver) {
    conf = driver.sparkConf();
  }

  @Override
  public void init(KubernetesExecutorConf executor) {
    conf = executor.sparkConf();
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    if (!conf.getBoolean("spark.kubernetes.hostNetwork.enabled", false)) {
      return pod;
    }
    return new SparkPod(
        new PodBuilder(pod.pod())
            .editOrNewSpec()
            .withHostNetwork(true)
            .withDnsPolicy(conf.get(Keys.DNS_POLICY))
            .endSpec()
            .build(),
        pod.container());
  }

  @Override
  public Seq<HasMetadata> getAdditionalPreKubernetesResources() {
    return ScalaInterop.seq(
        List.of(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("before-the-driver")
                .endMetadata()
                .build()));
  }

  /** Has a key in a class file of its own, as a companion in Scala does. */
  static final class Keys {
    static final String DNS_POLICY = String.valueOf("spark.kubernetes.hostNetwork.dnsPolicy");

    private Keys() {}
  }
}
