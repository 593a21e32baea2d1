// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.TimeUnit;

/** A custom resource that stands in for metrics-server. */
public final class MetricsKind {
  private MetricsKind() {}

  /** Installs it and waits until the API server serves it. */
  public static void install(KubernetesClient client) {
    client.resource(metrics()).serverSideApply();
    client
        .resource(metrics())
        .waitUntilCondition(
            found ->
                found.getStatus().getConditions().stream()
                    .anyMatch(
                        c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
  }

  private static CustomResourceDefinition metrics() {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName("pods.metrics.k8s.io")
        .addToAnnotations("api-approved.kubernetes.io", "unapproved, stands in for metrics-server")
        .endMetadata()
        .withNewSpec()
        .withGroup("metrics.k8s.io")
        .withScope("Namespaced")
        .withNewNames()
        .withPlural("pods")
        .withSingular("pod")
        .withKind("PodMetrics")
        .withListKind("PodMetricsList")
        .endNames()
        .addNewVersion()
        .withName("v1beta1")
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .endVersion()
        .endSpec()
        .build();
  }
}
