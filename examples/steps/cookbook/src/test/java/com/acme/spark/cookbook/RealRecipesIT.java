// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a real API server says about the pods of the recipes. It creates none of them. */
@EnabledIfEnvironmentVariable(named = RealRecipesIT.KUBECONFIG, matches = ".+")
class RealRecipesIT {
  static final String KUBECONFIG = "PODSMITH_SIMULATED_CLUSTER";

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private static final String RUNTIME_CLASS =
      """
      apiVersion: node.k8s.io/v1
      kind: RuntimeClass
      metadata:
        name: nvidia
      handler: nvidia
      """;

  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void connect() {
    Path kubeconfig = Path.of(System.getenv(KUBECONFIG));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    client.resource(RUNTIME_CLASS).serverSideApply();
  }

  @AfterEach
  void deleteNamespace() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  @Test
  void acceptsThePodsOfEachRecipe() {
    makeNamespace("privileged");

    for (Recipe recipe : Recipe.ALL) {
      BuiltSubmission built = recipe.job().build();
      for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
        assertThatCode(() -> send(pod)).as(recipe.directory()).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void admitsRestrictedPodsWithTheContainersOfOtherSteps() {
    makeNamespace("restricted");
    Submission job =
        Recipe.JOB.withConf(
            Map.of(
                "spark.acme.sqlProxy.instance", "acme:europe-west1:reports",
                "spark.acme.vault.role", "reports",
                "spark.acme.vault.secrets", "db=secret/data/reports/db"));
    BuiltSubmission before = job.build();
    BuiltSubmission after = job.withConf("spark.acme.restricted.enabled", "true").build();

    assertThatThrownBy(() -> send(before.driverPod())).hasMessageContaining("violates PodSecurity");
    assertThatThrownBy(() -> send(before.executorPod()))
        .hasMessageContaining("violates PodSecurity");
    assertThatCode(() -> send(after.driverPod())).doesNotThrowAnyException();
    assertThatCode(() -> send(after.executorPod())).doesNotThrowAnyException();
  }

  private void makeNamespace(String level) {
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("recipes-")
                    .addToLabels(ENFORCE, level)
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    client
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .inNamespace(namespace)
        .serverSideApply();
  }

  private void send(Pod pod) {
    client.resource(pod).inNamespace(namespace).dryRun(true).create();
  }
}
