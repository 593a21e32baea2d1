// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps up a number of pods that are all alike, and decides which go when there are too many. */
final class ReplicaSetController implements WorkloadController {
  static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private final WorkloadPods pods;
  private final ApiResource podResource;

  ReplicaSetController(ResourceRegistry registry, WorkloadPods pods) {
    this.pods = pods;
    this.podResource = registry.pods();
  }

  @Override
  public void sync(StoredObject set) {
    int wanted = set.tree().path("spec").path("replicas").asInt();
    List<StoredObject> active = pods.podsOf(set).stream().filter(WorkloadPods::isActive).toList();
    Optional<ApiException> failure = Optional.empty();
    try {
      for (int i = active.size(); i < wanted; i++) {
        ObjectNode pod = pods.podOf(set);
        Json.metadata(pod).put("generateName", set.name() + "-");
        pods.create(podResource, set.namespace(), pod);
      }
      if (active.size() > wanted) {
        active.stream()
            .sorted(firstToGo(active))
            .limit(active.size() - (long) wanted)
            .forEach(pods::delete);
      }
    } catch (ApiException e) {
      failure = Optional.of(e);
      throw e;
    } finally {
      report(set, failure);
    }
  }

  /** The order of the real controller, as far as a node of one's own tells pods apart. */
  static Comparator<StoredObject> firstToGo(List<StoredObject> active) {
    Map<String, Long> onNode =
        active.stream()
            .collect(Collectors.groupingBy(ReplicaSetController::node, Collectors.counting()));
    return Comparator.comparing((StoredObject pod) -> !node(pod).isEmpty())
        .thenComparing(ReplicaSetController::phaseRank)
        .thenComparing(WorkloadPods::isReady)
        .thenComparing(ReplicaSetController::deletionCost)
        .thenComparing(pod -> -onNode.getOrDefault(node(pod), 0L))
        .thenComparing(ReplicaSetController::readySince, Comparator.reverseOrder())
        .thenComparing(ReplicaSetController::restarts, Comparator.reverseOrder())
        .thenComparing(
            pod -> Json.text(pod.tree(), "metadata", "creationTimestamp"),
            Comparator.reverseOrder());
  }

  private static String node(StoredObject pod) {
    return Json.text(pod.tree(), "spec", "nodeName");
  }

  private static int phaseRank(StoredObject pod) {
    return List.of("Pending", "Unknown", "Running")
        .indexOf(Json.text(pod.tree(), "status", "phase"));
  }

  private static int deletionCost(StoredObject pod) {
    try {
      return Integer.parseInt(
          Json.at(pod.tree(), "metadata", "annotations", DELETION_COST).asText("0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Instant readySince(StoredObject pod) {
    String since = Json.text(WorkloadPods.condition(pod.tree(), "Ready"), "lastTransitionTime");
    return since.isEmpty() ? Instant.EPOCH : Instant.parse(since);
  }

  private static int restarts(StoredObject pod) {
    int most = 0;
    for (JsonNode status : pod.tree().path("status").path("containerStatuses")) {
      most = Math.max(most, status.path("restartCount").asInt());
    }
    return most;
  }

  private void report(StoredObject set, Optional<ApiException> failure) {
    List<StoredObject> active = pods.podsOf(set).stream().filter(WorkloadPods::isActive).toList();
    int ready = (int) active.stream().filter(WorkloadPods::isReady).count();
    ObjectNode status = Json.object().put("replicas", active.size());
    if (!active.isEmpty()) {
      status.put("fullyLabeledReplicas", active.size());
    }
    if (ready > 0) {
      status.put("readyReplicas", ready).put("availableReplicas", ready);
    }
    status.set("observedGeneration", set.tree().path("metadata").path("generation"));
    if (failure.isPresent()) {
      ArrayNode conditions = status.putArray("conditions");
      WorkloadPods.addCondition(
          conditions,
          set.tree(),
          "ReplicaFailure",
          true,
          "FailedCreate",
          String.valueOf(failure.get().getMessage()));
    }
    pods.report(set, status);
  }
}
