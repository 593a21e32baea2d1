// SPDX-License-Identifier: Apache-2.0
package org.example.steps;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesDriverCustomFeatureConfigStep;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Adds objects before and beside the driver, and a property. */
public class Objects implements KubernetesDriverCustomFeatureConfigStep {
  private KubernetesDriverConf conf;

  @Override
  public void init(KubernetesDriverConf conf) {
    this.conf = conf;
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    return pod;
  }

  @Override
  public scala.collection.immutable.Map<String, String> getAdditionalPodSystemProperties() {
    return scala.collection.immutable.Map$.MODULE$.from(
        CollectionConverters.asScala(Collections.singletonMap("spark.example.from.step", "set")));
  }

  @Override
  public Seq<HasMetadata> getAdditionalPreKubernetesResources() {
    return configMap("before");
  }

  @Override
  public Seq<HasMetadata> getAdditionalKubernetesResources() {
    return configMap("beside");
  }

  private Seq<HasMetadata> configMap(String name) {
    HasMetadata object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(conf.resourceNamePrefix() + "-" + name)
            .endMetadata()
            .addToData("key", "value")
            .build();
    return CollectionConverters.asScala(Collections.singletonList(object)).toSeq();
  }
}
