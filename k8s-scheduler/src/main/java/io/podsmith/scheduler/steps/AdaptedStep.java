// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.steps;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.scheduler.ScalaInterop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A step of Spark's contract as the engine calls it. */
final class AdaptedStep implements KubernetesFeatureConfigStep {
  private final org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep step;
  private final PodRole role;
  private final Map<String, String> settings;

  /**
   * @param settings what the step set in its {@code SparkConf} when it was initialized
   */
  AdaptedStep(
      org.apache.spark.deploy.k8s.features.KubernetesFeatureConfigStep step,
      PodRole role,
      Map<String, String> settings) {
    this.step = step;
    this.role = role;
    this.settings = Map.copyOf(settings);
  }

  @Override
  public SparkPod configurePod(SparkPod pod) {
    org.apache.spark.deploy.k8s.SparkPod result =
        step.configurePod(new org.apache.spark.deploy.k8s.SparkPod(pod.pod(), pod.container()));
    return SparkPod.of(
        Objects.requireNonNull(
            Objects.requireNonNull(result, "configurePod() returned null").pod(),
            "the pod is null"),
        Objects.requireNonNull(result.container(), "the container is null"));
  }

  @Override
  public Map<String, String> getAdditionalPodSystemProperties() {
    Map<String, String> properties = new HashMap<>(settings);
    properties.putAll(ScalaInterop.map(step.getAdditionalPodSystemProperties()));
    return properties;
  }

  /** Spark requests these objects from the steps of drivers only. */
  @Override
  public List<HasMetadata> getAdditionalPreKubernetesResources() {
    return role == PodRole.DRIVER ? list(step.getAdditionalPreKubernetesResources()) : List.of();
  }

  @Override
  public List<HasMetadata> getAdditionalKubernetesResources() {
    return list(step.getAdditionalKubernetesResources());
  }

  /** Copies the elements, null among them: the engine names the step that returned one. */
  private static List<HasMetadata> list(Seq<HasMetadata> objects) {
    return new ArrayList<>(CollectionConverters.asJava(objects));
  }
}
