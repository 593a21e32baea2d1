package io.podsmith.scheduler.parity;

import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep;

/** What our step of this name does, for Spark's own contract. */
public final class ListedStep implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    return new SparkPod(
        new PodBuilder(pod.pod())
            .editMetadata()
            .addToLabels("listed", "step")
            .endMetadata()
            .build(),
        pod.container());
  }
}
