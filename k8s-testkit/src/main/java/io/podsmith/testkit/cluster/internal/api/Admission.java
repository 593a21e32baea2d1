package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rules of the whole cluster that a new object has to meet. */
final class Admission {
  private final ResourceRegistry registry;
  private final ObjectStore store;

  Admission(ResourceRegistry registry, ObjectStore store) {
    this.registry = registry;
    this.store = store;
  }

  /** Checks and completes an object before it is validated. */
  void mutate(ApiCall call, ObjectNode object) {
    ApiResource resource = call.resource();
    if (resource.namespaced()) {
      checkNamespace(call, object);
    }
    if (resource.isPod()) {
      PodDefaults.addTolerations(Json.child(object, "spec"));
    }
  }

  private void checkNamespace(ApiCall call, ObjectNode object) {
    ApiResource namespaces = registry.get("v1", "namespaces");
    StoredObject namespace =
        store
            .get(namespaces, "", call.namespace())
            .orElseThrow(() -> ApiException.notFound(namespaces, call.namespace()));
    if (namespace.isBeingDeleted()) {
      throw ApiException.forbidden(
              call.resource(),
              Json.name(object),
              "unable to create new content in namespace "
                  + call.namespace()
                  + " because it is being terminated")
          .withCause(
              "NamespaceTerminating",
              "namespace " + call.namespace() + " is being terminated",
              "metadata.namespace");
    }
  }

  /** Checks an object that is valid in itself. */
  void validateCreate(ApiCall call, ObjectNode object) {}
}
