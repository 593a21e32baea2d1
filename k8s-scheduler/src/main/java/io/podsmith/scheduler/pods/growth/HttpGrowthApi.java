// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.ContainerMetrics;
import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the API server, and through it the metrics API, for what growth takes. */
public final class HttpGrowthApi implements GrowthApi {
  private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);
  private static final String MEMORY = "memory";
  private static final String STORAGE = "storage";

  private final KubernetesClient client;
  private final String namespace;
  private final String appId;

  public HttpGrowthApi(KubernetesClient client, String namespace, String appId) {
    this.client = client;
    this.namespace = namespace;
    this.appId = appId;
  }

  @Override
  public Map<String, Map<String, Long>> memoryUsage() {
    Map<String, String> executors =
        Map.of(
            Constants.SPARK_APP_ID_LABEL,
            appId,
            Constants.SPARK_ROLE_LABEL,
            Constants.SPARK_POD_EXECUTOR_ROLE);
    List<PodMetrics> pods =
        ask(
            () ->
                client
                    .top()
                    .pods()
                    .inNamespace(namespace)
                    .withLabels(executors)
                    .metrics()
                    .getItems());
    Map<String, Map<String, Long>> usage = new HashMap<>();
    for (PodMetrics pod : pods) {
      Map<String, Long> containers = new HashMap<>();
      for (ContainerMetrics container : pod.getContainers()) {
        bytes(container.getUsage(), MEMORY)
            .ifPresent(bytes -> containers.put(container.getName(), bytes));
      }
      usage.put(pod.getMetadata().getName(), containers);
    }
    return usage;
  }

  @Override
  public void resizeMemory(String podName, String container, long bytes) {
    Map<String, String> memory = Map.of(MEMORY, Long.toString(bytes));
    String patch =
        json(
            Map.of(
                "spec",
                Map.of(
                    "containers",
                    List.of(
                        Map.of(
                            "name",
                            container,
                            "resources",
                            Map.of("requests", memory, "limits", memory))))));
    ask(
        () ->
            client
                .pods()
                .inNamespace(namespace)
                .withName(podName)
                .subresource("resize")
                .patch(STRATEGIC, patch));
  }

  @Override
  public List<String> claimsOfLocalDirs(String podName, String container) {
    Optional<Pod> pod =
        ask(
            () ->
                Optional.ofNullable(client.pods().inNamespace(namespace).withName(podName).get()));
    return pod.map(found -> LocalDirClaims.of(found, container)).orElse(List.of());
  }

  @Override
  public ClaimSize claimSize(String name) {
    PersistentVolumeClaim claim =
        ask(() -> client.persistentVolumeClaims().inNamespace(namespace).withName(name).require());
    long requested =
        bytes(claim.getSpec().getResources().getRequests(), STORAGE)
            .orElseThrow(
                () -> new ApiFailure(0, "", "claim " + name + " requests no storage", null));
    @Nullable Map<String, Quantity> capacity =
        claim.getStatus() == null ? null : claim.getStatus().getCapacity();
    return new ClaimSize(requested, bytes(capacity, STORAGE).orElse(requested));
  }

  @Override
  public void resizeClaim(String claim, long bytes) {
    String patch =
        json(
            Map.of(
                "spec",
                Map.of("resources", Map.of("requests", Map.of(STORAGE, Long.toString(bytes))))));
    ask(
        () ->
            client
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(claim)
                .patch(STRATEGIC, patch));
  }

  private String json(Object patch) {
    return client.getKubernetesSerialization().asJson(patch);
  }

  private static Optional<Long> bytes(@Nullable Map<String, Quantity> amounts, String resource) {
    return Optional.ofNullable(amounts)
        .map(all -> all.get(resource))
        .map(amount -> Quantity.getAmountInBytes(amount).longValue());
  }

  private static <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw ApiFailure.of(e);
    }
  }
}
