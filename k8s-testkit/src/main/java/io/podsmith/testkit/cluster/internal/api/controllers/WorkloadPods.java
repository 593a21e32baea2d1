// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;

/** What the controllers of workloads do alike: find, make and delete what belongs to a workload. */
final class WorkloadPods {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final String HASH_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int HASH_LENGTH = 10;

  private final ObjectStore store;
  private final ControllerCalls calls;
  private final ResourceRegistry registry;
  private final Function<String, Collection<StoredObject>> dependents;

  WorkloadPods(
      ResourceRegistry registry,
      ObjectStore store,
      ControllerCalls calls,
      Function<String, Collection<StoredObject>> dependents) {
    this.registry = registry;
    this.store = store;
    this.calls = calls;
    this.dependents = dependents;
  }

  /** The objects of a kind that a workload controls. */
  List<StoredObject> controlledBy(StoredObject owner, ApiResource resource) {
    return dependents.apply(owner.uid()).stream()
        .filter(each -> each.resource() == resource)
        .filter(each -> controller(each.tree()).equals(owner.uid()))
        .toList();
  }

  /** The pods that a workload controls. */
  List<StoredObject> podsOf(StoredObject owner) {
    return controlledBy(owner, registry.pods());
  }

  /** The uid of the controller of an object, empty where it has none. */
  static String controller(JsonNode object) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        return Json.text(owner, "uid");
      }
    }
    return "";
  }

  static ObjectNode reference(StoredObject owner) {
    return Json.object()
        .put("apiVersion", owner.resource().apiVersion())
        .put("kind", owner.resource().kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** A pod as the template of a workload says, with labels, annotations and owner, unnamed. */
  ObjectNode podOf(StoredObject owner) {
    JsonNode template = owner.tree().path("spec").path("template");
    ObjectNode pod = object(registry.pods());
    ObjectNode metadata = pod.putObject("metadata");
    for (String field : List.of("labels", "annotations", "finalizers")) {
      if (template.path("metadata").has(field)) {
        metadata.set(field, template.path("metadata").path(field).deepCopy());
      }
    }
    metadata.putArray("ownerReferences").add(reference(owner));
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  static ObjectNode object(ApiResource resource) {
    return Json.object().put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
  }

  void create(ApiResource resource, String namespace, ObjectNode object) {
    calls.create(resource, namespace, object);
  }

  void delete(StoredObject object) {
    calls.delete(object);
  }

  /** Sets how many a workload is to have. */
  void scale(StoredObject workload, int replicas) {
    if (workload.tree().path("spec").path("replicas").asInt() == replicas) {
      return;
    }
    ObjectNode changed = workload.copy();
    Json.child(changed, "spec").put("replicas", replicas);
    Json.metadata(changed).remove("resourceVersion");
    calls.replace(workload, changed);
  }

  void report(StoredObject workload, ObjectNode status) {
    StoredObject present = store.byUid(workload.uid()).orElse(null);
    if (present == null || present.tree().path("status").equals(status)) {
      return;
    }
    ObjectNode changed = present.copy();
    changed.set("status", status);
    store.update(present, changed);
  }

  static boolean isEnded(StoredObject pod) {
    return ENDED.contains(Json.text(pod.tree(), "status", "phase"));
  }

  /** Neither ended nor on its way out. */
  static boolean isActive(StoredObject pod) {
    return !pod.isBeingDeleted() && !isEnded(pod);
  }

  static boolean isReady(StoredObject pod) {
    return condition(pod.tree(), "Ready").path("status").asText().equals("True");
  }

  static JsonNode condition(JsonNode object, String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (Json.text(condition, "type").equals(type)) {
        return condition;
      }
    }
    return Json.object().path("none");
  }

  /** Adds a condition, which keeps its time where it says what the one of before said. */
  static void addCondition(
      ArrayNode conditions,
      JsonNode workload,
      String type,
      boolean isTrue,
      String reason,
      String message) {
    JsonNode before = condition(workload, type);
    String status = isTrue ? "True" : "False";
    String since = Json.text(before, "lastTransitionTime");
    boolean same = Json.text(before, "status").equals(status) && !since.isEmpty();
    conditions
        .addObject()
        .put("type", type)
        .put("status", status)
        .put("lastTransitionTime", same ? since : Timestamps.now())
        .put("reason", reason)
        .put("message", message);
  }

  /** A short name for a template that is another for another template. */
  static String hash(JsonNode template) {
    CRC32 sum = new CRC32();
    sum.update(template.toString().getBytes(StandardCharsets.UTF_8));
    long rest = sum.getValue();
    StringBuilder hash = new StringBuilder();
    for (int i = 0; i < HASH_LENGTH; i++) {
      int index = (int) Math.floorMod(rest, (long) HASH_CHARACTERS.length());
      hash.append(HASH_CHARACTERS.charAt(index));
      rest = rest / HASH_CHARACTERS.length() + (rest << 5) + i;
    }
    return hash.toString();
  }
}
