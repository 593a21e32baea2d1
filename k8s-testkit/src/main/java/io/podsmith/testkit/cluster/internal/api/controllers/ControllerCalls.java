// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import io.podsmith.testkit.cluster.internal.api.verbs.DeleteOptions;
import io.podsmith.testkit.cluster.internal.api.verbs.Operations;
import java.util.Map;

/** Requests that controllers make, without HTTP. Called with the store locked. */
final class ControllerCalls {
  private final Operations operations;

  ControllerCalls(Operations operations) {
    this.operations = operations;
  }

  private static ApiCall call(String verb, ApiResource resource, String namespace, String name) {
    return new ApiCall(
        verb,
        resource,
        "",
        namespace,
        name,
        Map.of(),
        "application/json",
        new byte[0],
        "system:kube-controller-manager",
        "kube-controller-manager");
  }

  void create(ApiResource resource, String namespace, ObjectNode object) {
    operations.create(call("create", resource, namespace, ""), object);
  }

  void replace(StoredObject object, ObjectNode changed) {
    operations.replace(
        call("update", object.resource(), object.namespace(), object.name()), object, changed, "");
  }

  /** Deletes an object unless it is being deleted already. */
  void delete(StoredObject object) {
    if (object.isBeingDeleted()) {
      return;
    }
    operations.delete(
        call("delete", object.resource(), object.namespace(), object.name()),
        object,
        DeleteOptions.NONE);
  }
}
