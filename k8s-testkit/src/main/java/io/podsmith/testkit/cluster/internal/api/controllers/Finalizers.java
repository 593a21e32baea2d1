// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;

/** Removes finalizers. */
final class Finalizers {
  private Finalizers() {}

  /** Removes a finalizer, and the object if it waited for nothing else. */
  static void remove(ObjectStore store, StoredObject object, String finalizer) {
    ObjectNode changed = object.copy();
    ArrayNode kept = Json.array();
    for (String each : Json.texts(changed.path("metadata").path("finalizers"))) {
      if (!each.equals(finalizer)) {
        kept.add(each);
      }
    }
    boolean isLast = kept.isEmpty();
    if (isLast) {
      Json.metadata(changed).remove("finalizers");
    } else {
      Json.metadata(changed).set("finalizers", kept);
    }
    boolean waits = changed.path("metadata").path("deletionGracePeriodSeconds").asLong(0) > 0;
    if (isLast && !waits) {
      store.delete(object, changed);
    } else {
      store.update(object, changed);
    }
  }
}
