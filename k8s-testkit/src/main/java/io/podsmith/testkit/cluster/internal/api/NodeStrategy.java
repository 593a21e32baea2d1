package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Nodes, which bring their status when they register. */
final class NodeStrategy extends Strategy {
  @Override
  void prepareForCreate(ApiResource resource, ObjectNode node) {
    Json.child(node, "spec");
    Json.child(node, "status");
  }
}
