// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayList;
import java.util.List;

/** Priority classes. */
final class PriorityClassStrategy extends Strategy {
  private static final List<String> SYSTEM =
      List.of("system-cluster-critical", "system-node-critical");

  @Override
  public void setDefaults(ObjectNode priority) {
    Json.defaultTo(priority, "preemptionPolicy", "PreemptLowerPriority");
    Json.defaultTo(priority, "value", 0);
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return true;
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode priority) {
    List<FieldError> wrong = new ArrayList<>();
    String name = Json.name(priority);
    if (name.startsWith("system-") && !SYSTEM.contains(name)) {
      wrong.add(
          FieldError.forbidden(
              "metadata.name",
              "priority class names with 'system-' prefix are reserved for system use only. error: "
                  + name
                  + " is not a known system priority class"));
    }
    return wrong;
  }
}
