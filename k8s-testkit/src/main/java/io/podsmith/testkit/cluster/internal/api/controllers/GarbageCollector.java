// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes objects whose owners are gone. Called with the store locked. */
final class GarbageCollector {
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final ControllerCalls calls;
  // Written with the store locked, so that it is always as new as the store.
  private final Map<String, Set<String>> dependents = new HashMap<>();

  GarbageCollector(ResourceRegistry registry, ObjectStore store, ControllerCalls calls) {
    this.registry = registry;
    this.store = store;
    this.calls = calls;
  }

  static boolean ownersChanged(StoreEvent event) {
    StoredObject before = event.before();
    return before == null
        || !before
            .tree()
            .path("metadata")
            .path("ownerReferences")
            .equals(event.after().tree().path("metadata").path("ownerReferences"));
  }

  /** Notes who owns whom; called for each event. */
  void index(StoreEvent event) {
    StoredObject before = event.before();
    String uid = event.after().uid();
    if (before != null) {
      for (JsonNode owner : before.tree().path("metadata").path("ownerReferences")) {
        dependents.computeIfPresent(
            Json.text(owner, "uid"),
            (key, set) -> {
              set.remove(uid);
              return set.isEmpty() ? null : set;
            });
      }
    }
    if (!event.isDeletion()) {
      for (JsonNode owner : event.after().tree().path("metadata").path("ownerReferences")) {
        dependents.computeIfAbsent(Json.text(owner, "uid"), key -> new HashSet<>()).add(uid);
      }
    }
  }

  List<StoredObject> dependentsOf(String uid) {
    return List.copyOf(dependents.getOrDefault(uid, Set.of())).stream()
        .flatMap(each -> store.byUid(each).stream())
        .toList();
  }

  void collectDependents(StoredObject owner) {
    dependentsOf(owner.uid()).forEach(each -> collectIfOrphaned(each.uid()));
  }

  /** Deletes an object whose owners are all gone, and strikes owners that are gone off its list. */
  void collectIfOrphaned(String uid) {
    StoredObject object = store.byUid(uid).orElse(null);
    if (object == null) {
      return;
    }
    ArrayNode kept = Json.array();
    JsonNode owners = object.tree().path("metadata").path("ownerReferences");
    for (JsonNode owner : owners) {
      if (exists(owner, object)) {
        kept.add(owner);
      }
    }
    if (kept.size() == owners.size()) {
      return;
    }
    if (kept.isEmpty()) {
      calls.delete(object);
    } else {
      ObjectNode changed = object.copy();
      Json.metadata(changed).set("ownerReferences", kept.deepCopy());
      store.update(object, changed);
    }
  }

  private boolean exists(JsonNode owner, StoredObject dependent) {
    String version = Json.text(owner, "apiVersion");
    return registry
        .ofKind(version, Json.text(owner, "kind"))
        .map(
            resource ->
                store
                    .get(
                        resource,
                        resource.namespaced() ? dependent.namespace() : "",
                        Json.text(owner, "name"))
                    .map(found -> found.uid().equals(Json.text(owner, "uid")))
                    .orElse(false))
        // An owner of an unknown kind cannot be looked up: the real collector keeps its dependents,
        // too.
        .orElse(true);
  }

  /** Does the work of the finalizers that decide over dependents. Returns whether it was due. */
  boolean finish(StoredObject object, List<String> finalizers) {
    String uid = object.uid();
    if (finalizers.contains("orphan")) {
      dependentsOf(uid).forEach(each -> disown(each, uid));
      Finalizers.remove(store, object, "orphan");
      return true;
    }
    if (finalizers.contains("foregroundDeletion")) {
      dependentsOf(uid).forEach(calls::delete);
      if (dependentsOf(uid).stream().noneMatch(each -> blocks(each, uid))) {
        Finalizers.remove(store, object, "foregroundDeletion");
      }
      return true;
    }
    return false;
  }

  private static boolean blocks(StoredObject dependent, String uid) {
    for (JsonNode owner : dependent.tree().path("metadata").path("ownerReferences")) {
      if (Json.text(owner, "uid").equals(uid)) {
        return owner.path("blockOwnerDeletion").asBoolean(false);
      }
    }
    return false;
  }

  private void disown(StoredObject dependent, String uid) {
    ObjectNode changed = dependent.copy();
    ArrayNode kept = Json.array();
    for (JsonNode owner : changed.path("metadata").path("ownerReferences")) {
      if (!Json.text(owner, "uid").equals(uid)) {
        kept.add(owner);
      }
    }
    if (kept.isEmpty()) {
      Json.metadata(changed).remove("ownerReferences");
    } else {
      Json.metadata(changed).set("ownerReferences", kept);
    }
    store.update(dependent, changed);
  }
}
