// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Resource quotas. */
final class QuotaStrategy extends Strategy {
  private static final Set<String> STANDARD =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "pods",
          "resourcequotas",
          "services",
          "replicationcontrollers",
          "secrets",
          "persistentvolumeclaims",
          "configmaps",
          "services.nodeports",
          "services.loadbalancers");

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode quota) {
    quota.putObject("status");
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode quota) {
    List<FieldError> wrong = new ArrayList<>();
    for (var entry : Json.fields(quota.path("spec").path("hard"))) {
      String name = entry.getKey();
      String field = "spec.hard[" + name + "]";
      NameRules.qualifiedName(name).forEach(why -> wrong.add(FieldError.invalid(field, name, why)));
      if (!name.contains("/") && !STANDARD.contains(name)) {
        wrong.add(
            FieldError.invalid(field, name, "must be a standard resource type or fully qualified"));
        wrong.add(FieldError.invalid(field, name, "must be a standard resource for quota"));
      }
      if (Quantities.parse(entry.getValue()).signum() < 0) {
        wrong.add(
            FieldError.invalid(field, entry.getValue(), "must be greater than or equal to 0"));
      }
    }
    return wrong;
  }
}
