// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.Json;

/** Storage classes. */
final class StorageClassStrategy extends Strategy {
  @Override
  public void setDefaults(ObjectNode storage) {
    Json.defaultTo(storage, "reclaimPolicy", "Delete");
    Json.defaultTo(storage, "volumeBindingMode", "Immediate");
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }
}
