// SPDX-License-Identifier: Apache-2.0
package org.example.steps;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.spark.deploy.k8s.SparkPod;
import org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep;

/** Adds labels, annotations, a deadline and an init container; does not need the settings. */
public class LabelsAndInitContainer implements KubernetesFeatureConfigStep {
  @Override
  public SparkPod configurePod(SparkPod pod) {
    Pod changed =
        new PodBuilder(pod.pod())
            .editOrNewMetadata()
            .addToLabels("team", "data")
            .addToAnnotations("example.org/cost-center", "4711")
            .endMetadata()
            .editOrNewSpec()
            .withActiveDeadlineSeconds(3600L)
            .addNewInitContainer()
            .withName("fetch")
            .withImage("busybox:1.36")
            .withCommand("sh", "-c", "true")
            .endInitContainer()
            .endSpec()
            .build();
    Container container =
        new ContainerBuilder(pod.container())
            .addNewEnv()
            .withName("FROM_STEP")
            .withValue("yes")
            .endEnv()
            .build();
    return SparkPod.apply(changed, container);
  }
}
