// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a replica set for the template of a deployment. A new template takes over as its pods
 * become ready; how many may be too many or too few meanwhile is not looked at.
 */
final class DeploymentController implements WorkloadController {
  private static final String HASH = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final WorkloadPods pods;
  private final ApiResource setResource;

  DeploymentController(ResourceRegistry registry, WorkloadPods pods) {
    this.pods = pods;
    this.setResource = registry.get("apps/v1", "replicasets");
  }

  @Override
  public void sync(StoredObject deployment) {
    int wanted = deployment.tree().path("spec").path("replicas").asInt();
    String hash = WorkloadPods.hash(deployment.tree().path("spec").path("template"));
    List<StoredObject> sets = pods.controlledBy(deployment, setResource);
    Optional<StoredObject> current =
        sets.stream().filter(set -> hash(set).equals(hash)).findFirst();
    List<StoredObject> others = sets.stream().filter(set -> !hash(set).equals(hash)).toList();
    boolean recreates = Json.text(deployment.tree(), "spec", "strategy", "type").equals("Recreate");
    boolean waits = recreates && others.stream().anyMatch(set -> number(set, "replicas") > 0);
    try {
      if (current.isPresent()) {
        pods.scale(current.get(), wanted);
      } else if (!waits) {
        create(deployment, hash, wanted, sets.size() + 1);
      }
      int ready = current.map(set -> number(set, "readyReplicas")).orElse(0);
      for (StoredObject other : others) {
        int left = recreates ? 0 : Math.max(0, wanted - ready);
        int now = other.tree().path("spec").path("replicas").asInt();
        pods.scale(other, Math.min(now, left));
      }
    } finally {
      report(deployment, hash);
    }
  }

  private static String hash(StoredObject set) {
    return Json.at(set.tree(), "metadata", "labels", HASH).asText();
  }

  private void create(StoredObject deployment, String hash, int replicas, int revision) {
    ObjectNode set = WorkloadPods.object(setResource);
    ObjectNode metadata = Json.metadata(set);
    ObjectNode template = deployment.tree().path("spec").path("template").deepCopy();
    ObjectNode labels = Json.child(Json.metadata(template), "labels");
    labels.put(HASH, hash);
    metadata.put("name", deployment.name() + "-" + hash);
    metadata.set("labels", labels.deepCopy());
    ObjectNode annotations = metadata.putObject("annotations");
    deployment
        .tree()
        .path("metadata")
        .path("annotations")
        .properties()
        .forEach(each -> annotations.set(each.getKey(), each.getValue()));
    annotations.put(REVISION, Integer.toString(revision));
    metadata.putArray("ownerReferences").add(WorkloadPods.reference(deployment));
    ObjectNode spec = set.putObject("spec").put("replicas", replicas);
    ObjectNode selector = deployment.tree().path("spec").path("selector").deepCopy();
    Json.child(selector, "matchLabels").put(HASH, hash);
    spec.set("selector", selector);
    spec.set("template", template);
    pods.create(setResource, deployment.namespace(), set);
  }

  private static int number(StoredObject set, String field) {
    return set.tree().path("status").path(field).asInt();
  }

  private void report(StoredObject deployment, String hash) {
    int replicas = 0;
    int ready = 0;
    int updated = 0;
    ArrayNode conditions = Json.array();
    for (StoredObject set : pods.controlledBy(deployment, setResource)) {
      replicas += number(set, "replicas");
      ready += number(set, "readyReplicas");
      updated += hash(set).equals(hash) ? number(set, "replicas") : 0;
      JsonNode failure = WorkloadPods.condition(set.tree(), "ReplicaFailure");
      if (!failure.isMissingNode()) {
        conditions.add(failure.deepCopy());
      }
    }
    int wanted = deployment.tree().path("spec").path("replicas").asInt();
    ObjectNode status = Json.object();
    status.set("observedGeneration", deployment.tree().path("metadata").path("generation"));
    putUnlessZero(status, "replicas", replicas);
    putUnlessZero(status, "updatedReplicas", updated);
    putUnlessZero(status, "readyReplicas", ready);
    putUnlessZero(status, "availableReplicas", ready);
    putUnlessZero(status, "unavailableReplicas", Math.max(0, wanted - ready));
    // A quarter may be missing by default, rounded down.
    boolean isAvailable = ready >= wanted - wanted / 4;
    WorkloadPods.addCondition(
        conditions,
        deployment.tree(),
        "Available",
        isAvailable,
        isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        isAvailable
            ? "Deployment has minimum availability."
            : "Deployment does not have minimum availability.");
    status.set("conditions", conditions);
    pods.report(deployment, status);
  }

  private static void putUnlessZero(ObjectNode status, String field, int number) {
    if (number != 0) {
      status.put(field, number);
    }
  }
}
