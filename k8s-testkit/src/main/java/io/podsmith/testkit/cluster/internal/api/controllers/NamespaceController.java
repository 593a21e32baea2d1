// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.admission.Admission;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.ResourceRegistry;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.util.List;

/** Gives namespaces what each has, and empties them at their end. Called with the store locked. */
final class NamespaceController {
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private final ControllerCalls calls;
  private final String certificate;

  NamespaceController(
      ResourceRegistry registry, ObjectStore store, ControllerCalls calls, String certificate) {
    this.registry = registry;
    this.store = store;
    this.calls = calls;
    this.certificate = certificate;
  }

  /** Creates what every namespace has. */
  void populate(String namespace) {
    ObjectNode account = Json.object();
    account.putObject("metadata").put("name", "default");
    create("serviceaccounts", namespace, account);
    ObjectNode root = Json.object();
    root.putObject("metadata").put("name", Admission.ROOT_CERTIFICATE);
    root.putObject("data").put("ca.crt", certificate);
    create("configmaps", namespace, root);
  }

  private void create(String plural, String namespace, ObjectNode object) {
    ApiResource resource = registry.get("v1", plural);
    object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
    ObjectNode ordered = Json.object().put("kind", resource.kind());
    ordered.put("apiVersion", resource.apiVersion()).setAll(object);
    calls.create(resource, namespace, ordered);
  }

  /** Deletes all objects of a namespace. */
  void empty(String namespace) {
    contents(namespace).forEach(calls::delete);
  }

  private List<StoredObject> contents(String namespace) {
    return registry.groupVersions().stream()
        .flatMap(each -> registry.resources(each).stream())
        .filter(ApiResource::namespaced)
        .flatMap(each -> store.list(each, namespace).objects().stream())
        .toList();
  }

  /** Ends a namespace that is being deleted once it is empty. */
  void finish(String name) {
    store
        .get(registry.get("v1", "namespaces"), "", name)
        .filter(StoredObject::isBeingDeleted)
        .filter(each -> each.tree().path("metadata").path("finalizers").isEmpty())
        .filter(each -> contents(name).isEmpty())
        .ifPresent(each -> store.delete(each, each.copy()));
  }
}
