// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The same on a real API server, where a custom resource stands in for metrics-server. */
class RealGrowthApiIT extends GrowthApiContract {
  private static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private KubernetesClient client;

  @Override
  KubernetesClient open() {
    String file = System.getenv(KUBECONFIG);
    assumeThat(file).as("set %s to the kubeconfig of a real cluster", KUBECONFIG).isNotNull();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Path.of(file).toFile()))
            .build();
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
    return client;
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

  @Override
  void close() {
    client.close();
  }
}
