// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.List;

/** Namespaces, which are emptied before they go. */
final class NamespaceStrategy extends Strategy {
  @Override
  public void setDefaults(ObjectNode namespace) {
    ObjectNode metadata = Json.metadata(namespace);
    String name = Json.text(metadata, "name");
    if (!name.isEmpty()) {
      Json.child(metadata, "labels").put("kubernetes.io/metadata.name", name);
    }
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode namespace) {
    namespace.putObject("spec").putArray("finalizers").add("kubernetes");
    namespace.putObject("status").put("phase", "Active");
  }

  @Override
  public void prepareForUpdate(ApiResource resource, ObjectNode namespace, ObjectNode old) {
    super.prepareForUpdate(resource, namespace, old);
    keep(namespace, old, "spec");
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }

  @Override
  List<String> validateName(String name) {
    return NameRules.label(name);
  }
}
