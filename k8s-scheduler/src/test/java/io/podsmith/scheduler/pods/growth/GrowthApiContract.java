// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetricsBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.growth.GrowthApi.ClaimSize;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How executors and their claims grow, on the embedded API server and on a real one. */
abstract class GrowthApiContract {
  private static final String APP = "app";
  private static final String CONTAINER = "spark-kubernetes-executor";
  private static final String POD = TestPods.name(APP, 1);

  private final String namespace = "g" + UUID.randomUUID().toString().substring(0, 8);
  private KubernetesClient client;
  private GrowthApi api;

  abstract KubernetesClient open();

  abstract void close();

  @BeforeEach
  void makeNamespace() {
    client = open();
    api = new HttpGrowthApi(client, namespace, APP);
    client
        .resource(
            new NamespaceBuilder()
                .withMetadata(new ObjectMetaBuilder().withName(namespace).build())
                .build())
        .create();
  }

  @AfterEach
  void removeNamespace() {
    if (client != null) {
      client.namespaces().withName(namespace).delete();
      client.storage().v1().storageClasses().withName(namespace).delete();
      close();
    }
  }

  /** An executor that runs on a node, which says what its containers have if it can resize them. */
  private void runningExecutor(boolean nodeResizes) {
    ResourceRequirements resources = new ResourceRequirements();
    resources.setRequests(Map.of("cpu", new Quantity("1"), "memory", new Quantity("1Gi")));
    resources.setLimits(Map.of("memory", new Quantity("1Gi")));
    Pod pod =
        new PodBuilder(TestPods.executor(APP, 1, 0))
            .editSpec()
            .withSchedulerName("none")
            .editFirstContainer()
            .withResources(resources)
            .endContainer()
            .endSpec()
            .build();
    client.pods().inNamespace(namespace).resource(pod).create();
    client
        .pods()
        .inNamespace(namespace)
        .withName(POD)
        .editStatus(
            created -> {
              created.getStatus().setPhase("Running");
              created
                  .getStatus()
                  .getContainerStatuses()
                  .add(
                      new ContainerStatusBuilder()
                          .withName(CONTAINER)
                          .withImage("spark:4.1.1")
                          .withImageID("")
                          .withReady(true)
                          .withRestartCount(0)
                          .withNewState()
                          .withNewRunning("2026-01-01T00:00:00Z")
                          .endState()
                          .withResources(nodeResizes ? resources : null)
                          .build());
              return created;
            });
  }

  @Test
  void resizesTheMemoryOfARunningExecutor() {
    runningExecutor(true);
    api.resizeMemory(POD, CONTAINER, 1_181_116_006L);
    Pod pod = client.pods().inNamespace(namespace).withName(POD).get();
    assertThat(Documents.executor(pod).orElseThrow().memoryLimit()).isEqualTo("1181116006");
    Map<String, Quantity> requests =
        pod.getSpec().getContainers().get(0).getResources().getRequests();
    assertThat(requests)
        .containsEntry("memory", new Quantity("1181116006"))
        .containsEntry("cpu", new Quantity("1"));
  }

  @Test
  void tellsThatANodeCannotResize() {
    runningExecutor(false);
    ApiFailure refusal =
        catchThrowableOfType(
            ApiFailure.class, () -> api.resizeMemory(POD, CONTAINER, 2_147_483_648L));
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.said()).contains("Pod running on node without support for resize");
  }

  private void claim(boolean expands) {
    client
        .resource(
            new StorageClassBuilder()
                .withMetadata(new ObjectMetaBuilder().withName(namespace).build())
                .withProvisioner("podsmith.io/none")
                .withAllowVolumeExpansion(expands)
                .build())
        .create();
    client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .resource(
            new PersistentVolumeClaimBuilder()
                .withMetadata(new ObjectMetaBuilder().withName("data").build())
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(namespace)
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build())
        .create();
    // The controllers of a real cluster look at it at the same time, so it is said without a
    // version.
    client
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName("data")
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"phase\":\"Bound\",\"capacity\":{\"storage\":\"1Gi\"}}}");
  }

  @Test
  void asksForALargerVolume() {
    claim(true);
    assertThat(api.claimSize("data")).isEqualTo(new ClaimSize(1L << 30, 1L << 30));
    api.resizeClaim("data", 1L << 31);
    assertThat(api.claimSize("data")).isEqualTo(new ClaimSize(1L << 31, 1L << 30));
    assertThat(api.claimSize("data").isGrowing()).isTrue();
  }

  @Test
  void tellsThatStorageCannotGrow() {
    claim(false);
    ApiFailure refusal =
        catchThrowableOfType(ApiFailure.class, () -> api.resizeClaim("data", 1L << 31));
    assertThat(refusal.isForbidden()).isTrue();
    assertThat(refusal.said()).contains("the storageclass that provisions the pvc must support");
  }

  @Test
  void findsNoLocalDirectoriesOfAPodThatIsGone() {
    assertThat(api.claimsOfLocalDirs("gone", CONTAINER)).isEmpty();
  }

  @Test
  void readsTheMemoryThatExecutorsUse() {
    measured(POD, APP, "executor", "700Mi");
    measured("another", "another-app", "executor", "5Gi");
    measured("driver", APP, "driver", "5Gi");
    assertThat(api.memoryUsage()).isEqualTo(Map.of(POD, Map.of(CONTAINER, 700L << 20)));
  }

  private void measured(String pod, String app, String role, String memory) {
    PodMetrics metrics =
        new PodMetricsBuilder()
            .withNewMetadata()
            .withName(pod)
            .withNamespace(namespace)
            .withLabels(Map.of("spark-app-selector", app, "spark-role", role))
            .endMetadata()
            .withTimestamp("2026-01-01T00:00:00Z")
            .addNewContainer()
            .withName(CONTAINER)
            .withUsage(Map.of("cpu", new Quantity("12m"), "memory", new Quantity(memory)))
            .endContainer()
            .build();
    client.resource(metrics).inNamespace(namespace).create();
  }
}
