// SPDX-License-Identifier: Apache-2.0
package org.apache.spark.deploy.k8s.features;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.scheduler.ScalaInterop;
import java.util.List;
import org.apache.spark.deploy.k8s.SparkPod;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * Spark's contract of a feature step, for step classes that were compiled against Spark's own jar.
 * The static methods are those that Scala's compiler calls in subclasses of a trait.
 */
public interface KubernetesFeatureConfigStep {
  SparkPod configurePod(SparkPod pod);

  default Map<String, String> getAdditionalPodSystemProperties() {
    return ScalaInterop.emptyMap();
  }

  default Seq<HasMetadata> getAdditionalPreKubernetesResources() {
    return ScalaInterop.seq(List.of());
  }

  default Seq<HasMetadata> getAdditionalKubernetesResources() {
    return ScalaInterop.seq(List.of());
  }

  static void $init$(KubernetesFeatureConfigStep step) {}

  static Map<String, String> getAdditionalPodSystemProperties$(KubernetesFeatureConfigStep step) {
    return ScalaInterop.emptyMap();
  }

  static Seq<HasMetadata> getAdditionalPreKubernetesResources$(KubernetesFeatureConfigStep step) {
    return ScalaInterop.seq(List.of());
  }

  static Seq<HasMetadata> getAdditionalKubernetesResources$(KubernetesFeatureConfigStep step) {
    return ScalaInterop.seq(List.of());
  }
}
