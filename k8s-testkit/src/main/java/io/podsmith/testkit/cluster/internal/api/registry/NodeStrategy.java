// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;

/** Nodes, which bring their status when they register. */
final class NodeStrategy extends Strategy {
  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode node) {
    Json.child(node, "spec");
    Json.child(node, "status");
  }
}
