// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.registry.VolumeClaimStrategy;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoreEvent;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.HashSet;
import java.util.Set;

/** Keeps claims that are being deleted while pods use them. Called with the store locked. */
final class ClaimProtection {
  private final ResourceRegistry registry;
  private final ObjectStore store;

  ClaimProtection(ResourceRegistry registry, ObjectStore store) {
    this.registry = registry;
    this.store = store;
  }

  /** Returns whether a change may have ended the use of claims. */
  static boolean endsUse(StoreEvent event) {
    StoredObject object = event.after();
    return event.resource().isPod()
        && !object.tree().path("spec").path("volumes").isEmpty()
        && (event.isDeletion() || WorkloadPods.isEnded(object));
  }

  /** Removes the protection of claims that no running pod uses. */
  void release(String namespace) {
    Set<String> inUse = new HashSet<>();
    for (StoredObject pod : store.list(registry.pods(), namespace).objects()) {
      if (!WorkloadPods.isEnded(pod)) {
        for (JsonNode volume : pod.tree().path("spec").path("volumes")) {
          inUse.add(Json.text(volume, "persistentVolumeClaim", "claimName"));
        }
      }
    }
    ApiResource claims = registry.get("v1", "persistentvolumeclaims");
    for (StoredObject claim : store.list(claims, namespace).objects()) {
      if (claim.isBeingDeleted() && !inUse.contains(claim.name())) {
        Finalizers.remove(store, claim, VolumeClaimStrategy.PROTECTION);
      }
    }
  }
}
