package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Storage classes. */
final class StorageClassStrategy extends Strategy {
  @Override
  void setDefaults(ObjectNode storage) {
    Json.defaultTo(storage, "reclaimPolicy", "Delete");
    Json.defaultTo(storage, "volumeBindingMode", "Immediate");
  }

  @Override
  boolean returnsDeleted() {
    return true;
  }
}
