// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps up the pods of stateful sets: numbered, each with claims of its own, all at once or one
 * after the other. Does not adopt pods that it has not made, and keeps no history of templates.
 */
final class StatefulSetController implements WorkloadController {
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String POD_INDEX = "apps.kubernetes.io/pod-index";
  private static final String REVISION = "controller-revision-hash";

  private final ObjectStore store;
  private final WorkloadPods pods;
  private final ApiResource podResource;
  private final ApiResource claimResource;

  StatefulSetController(ResourceRegistry registry, ObjectStore store, WorkloadPods pods) {
    this.store = store;
    this.pods = pods;
    this.podResource = registry.pods();
    this.claimResource = registry.get("v1", "persistentvolumeclaims");
  }

  @Override
  public void sync(StoredObject set) {
    JsonNode spec = set.tree().path("spec");
    int first = spec.path("ordinals").path("start").asInt(0);
    int end = first + spec.path("replicas").asInt();
    NavigableMap<Integer, StoredObject> present = new TreeMap<>();
    pods.podsOf(set).forEach(pod -> present.put(ordinal(pod), pod));
    for (Map.Entry<Integer, StoredObject> pod : present.entrySet()) {
      keepClaims(set, pod.getKey(), pod.getValue(), pod.getKey() >= end || pod.getKey() < first);
    }
    boolean atOnce = Json.text(spec, "podManagementPolicy").equals("Parallel");
    try {
      if (fill(set, first, end, present, atOnce)) {
        shrink(set, first, end, present, atOnce);
      }
    } finally {
      report(set);
    }
  }

  /** Makes the pods that are missing; returns whether nothing has to be waited for. */
  private boolean fill(
      StoredObject set,
      int first,
      int end,
      NavigableMap<Integer, StoredObject> present,
      boolean atOnce) {
    for (int ordinal = first; ordinal < end; ordinal++) {
      StoredObject pod = present.get(ordinal);
      if (pod == null) {
        create(set, ordinal);
      } else if (WorkloadPods.isEnded(pod)) {
        // Another of the same name is made as soon as this one is gone.
        pods.delete(pod);
      }
      boolean settled = pod != null && WorkloadPods.isActive(pod) && WorkloadPods.isReady(pod);
      if (!atOnce && !settled) {
        return false;
      }
    }
    return true;
  }

  private void shrink(
      StoredObject set,
      int first,
      int end,
      NavigableMap<Integer, StoredObject> present,
      boolean atOnce) {
    for (Map.Entry<Integer, StoredObject> pod : present.descendingMap().entrySet()) {
      if (pod.getKey() >= end || pod.getKey() < first) {
        pods.delete(pod.getValue());
        if (!atOnce) {
          return;
        }
      }
    }
    replaceOutdated(set, first, end, present);
  }

  /** One after the other, from the highest number down, each when all are well. */
  private void replaceOutdated(
      StoredObject set, int first, int end, NavigableMap<Integer, StoredObject> present) {
    if (!Json.text(set.tree(), "spec", "updateStrategy", "type").equals("RollingUpdate")) {
      return;
    }
    String revision = revision(set);
    for (int ordinal = end - 1; ordinal >= first; ordinal--) {
      StoredObject pod = present.get(ordinal);
      if (pod == null || !WorkloadPods.isActive(pod)) {
        return;
      }
      if (!revisionOf(pod).equals(revision)) {
        pods.delete(pod);
        return;
      }
      if (!WorkloadPods.isReady(pod)) {
        return;
      }
    }
  }

  private static String revisionOf(StoredObject pod) {
    return Json.text(pod.tree(), "metadata", "labels", REVISION);
  }

  private static String revision(StoredObject set) {
    return set.name() + "-" + WorkloadPods.hash(set.tree().path("spec").path("template"));
  }

  private static int ordinal(StoredObject pod) {
    String name = pod.name();
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private void create(StoredObject set, int ordinal) {
    String name = set.name() + "-" + ordinal;
    if (store.get(podResource, set.namespace(), name).isPresent()) {
      return; // Another's, or one that is being deleted: its end is another event.
    }
    List<ObjectNode> claims = Json.objects(set.tree().path("spec").path("volumeClaimTemplates"));
    for (ObjectNode template : claims) {
      createClaim(set, template, ordinal);
    }
    ObjectNode pod = pods.podOf(set);
    ObjectNode metadata = Json.metadata(pod);
    metadata.put("name", name);
    ObjectNode labels = Json.child(metadata, "labels");
    labels.put(POD_NAME, name).put(POD_INDEX, Integer.toString(ordinal));
    labels.put(REVISION, revision(set));
    ObjectNode spec = Json.child(pod, "spec");
    spec.put("hostname", name);
    String service = Json.text(set.tree(), "spec", "serviceName");
    if (!service.isEmpty()) {
      spec.put("subdomain", service);
    }
    addVolumes(spec, set, claims, ordinal);
    pods.create(podResource, set.namespace(), pod);
  }

  private static void addVolumes(
      ObjectNode spec, StoredObject set, List<ObjectNode> claims, int ordinal) {
    ArrayNode volumes = Json.array();
    for (ObjectNode claim : claims) {
      ObjectNode volume = volumes.addObject().put("name", Json.name(claim));
      volume.putObject("persistentVolumeClaim").put("claimName", claimName(set, claim, ordinal));
    }
    for (JsonNode volume : spec.path("volumes")) {
      boolean isClaimed =
          claims.stream().anyMatch(claim -> Json.name(claim).equals(Json.text(volume, "name")));
      if (!isClaimed) {
        volumes.add(volume);
      }
    }
    if (!volumes.isEmpty()) {
      spec.set("volumes", volumes);
    }
  }

  private static String claimName(StoredObject set, JsonNode template, int ordinal) {
    return Json.name(template) + "-" + set.name() + "-" + ordinal;
  }

  private void createClaim(StoredObject set, ObjectNode template, int ordinal) {
    String name = claimName(set, template, ordinal);
    if (store.get(claimResource, set.namespace(), name).isPresent()) {
      return;
    }
    ObjectNode claim = WorkloadPods.object(claimResource);
    ObjectNode metadata = Json.metadata(claim);
    metadata.put("name", name);
    for (String field : List.of("labels", "annotations")) {
      if (template.path("metadata").has(field)) {
        metadata.set(field, template.path("metadata").path(field).deepCopy());
      }
    }
    JsonNode selected = set.tree().path("spec").path("selector").path("matchLabels");
    Json.child(metadata, "labels").setAll((ObjectNode) selected.deepCopy());
    if (deletes(set, "whenDeleted")) {
      metadata.putArray("ownerReferences").add(WorkloadPods.reference(set));
    }
    claim.set("spec", template.path("spec").deepCopy());
    pods.create(claimResource, set.namespace(), claim);
  }

  private static boolean deletes(StoredObject set, String when) {
    return Json.text(set.tree(), "spec", "persistentVolumeClaimRetentionPolicy", when)
        .equals("Delete");
  }

  /** A claim goes with its set, or with the pod for which there is no room any more. */
  private void keepClaims(StoredObject set, int ordinal, StoredObject pod, boolean isCondemned) {
    for (ObjectNode template : Json.objects(set.tree().path("spec").path("volumeClaimTemplates"))) {
      StoredObject claim =
          store.get(claimResource, set.namespace(), claimName(set, template, ordinal)).orElse(null);
      if (claim == null) {
        continue;
      }
      @Nullable StoredObject owner = null;
      if (isCondemned && deletes(set, "whenScaled")) {
        owner = pod;
      } else if (deletes(set, "whenDeleted")) {
        owner = set;
      }
      setOwner(claim, set, pod, owner);
    }
  }

  private void setOwner(
      StoredObject claim, StoredObject set, StoredObject pod, @Nullable StoredObject owner) {
    ArrayNode owners = Json.array();
    for (JsonNode each : claim.tree().path("metadata").path("ownerReferences")) {
      String uid = Json.text(each, "uid");
      if (!uid.equals(set.uid()) && !uid.equals(pod.uid())) {
        owners.add(each.deepCopy());
      }
    }
    if (owner != null) {
      owners.add(WorkloadPods.reference(owner));
    }
    if (owners.equals(claim.tree().path("metadata").path("ownerReferences"))
        || (owners.isEmpty() && !claim.tree().path("metadata").has("ownerReferences"))) {
      return;
    }
    ObjectNode changed = claim.copy();
    if (owners.isEmpty()) {
      Json.metadata(changed).remove("ownerReferences");
    } else {
      Json.metadata(changed).set("ownerReferences", owners);
    }
    store.update(claim, changed);
  }

  private void report(StoredObject set) {
    String revision = revision(set);
    int replicas = 0;
    int ready = 0;
    int updated = 0;
    for (StoredObject pod : pods.podsOf(set)) {
      replicas++;
      boolean isCurrent = revisionOf(pod).equals(revision);
      updated += isCurrent && !pod.isBeingDeleted() ? 1 : 0;
      ready += WorkloadPods.isActive(pod) && WorkloadPods.isReady(pod) ? 1 : 0;
    }
    ObjectNode status = Json.object();
    status.set("observedGeneration", set.tree().path("metadata").path("generation"));
    status.put("replicas", replicas);
    putUnlessZero(status, "readyReplicas", ready);
    putUnlessZero(status, "currentReplicas", updated);
    putUnlessZero(status, "updatedReplicas", updated);
    status.put("currentRevision", revision).put("updateRevision", revision);
    status.put("collisionCount", 0).put("availableReplicas", ready);
    pods.report(set, status);
  }

  private static void putUnlessZero(ObjectNode status, String field, int number) {
    if (number != 0) {
      status.put(field, number);
    }
  }
}
