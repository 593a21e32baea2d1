// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.validation.LabelRules;
import java.util.ArrayList;
import java.util.List;

/** Network policies. */
final class NetworkPolicyStrategy extends Strategy {
  private static final List<String> TYPES = List.of("Ingress", "Egress");

  @Override
  public void setDefaults(ObjectNode policy) {
    ObjectNode spec = Json.child(policy, "spec");
    Json.child(spec, "podSelector");
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
    for (String direction : List.of("ingress", "egress")) {
      for (JsonNode rule : spec.path(direction)) {
        Json.objects(rule.path("ports")).forEach(port -> Json.defaultTo(port, "protocol", "TCP"));
      }
    }
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode policy) {
    JsonNode spec = policy.path("spec");
    List<FieldError> wrong =
        new ArrayList<>(
            LabelRules.validate(
                spec.path("podSelector").path("matchLabels"), "spec.podSelector.matchLabels"));
    int index = 0;
    for (String type : Json.texts(spec.path("policyTypes"))) {
      if (!TYPES.contains(type)) {
        wrong.add(FieldError.unsupported("spec.policyTypes[" + index + "]", type, TYPES));
      }
      index++;
    }
    return wrong;
  }
}
