// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.ArrayList;
import java.util.List;

/** Ingresses. */
final class IngressStrategy extends Strategy {
  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode ingress) {
    super.prepareForCreate(resource, ingress);
    ingress.putObject("status").putObject("loadBalancer");
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode ingress) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode spec = ingress.path("spec");
    if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
      wrong.add(
          FieldError.invalid(
              "spec",
              Json.MAPPER.nullNode(),
              "either `defaultBackend` or `rules` must be specified"));
    }
    int index = 0;
    for (JsonNode rule : spec.path("rules")) {
      rule(rule, "spec.rules[" + index++ + "]", wrong);
    }
    return wrong;
  }

  private static void rule(JsonNode rule, String path, List<FieldError> wrong) {
    String host = Json.text(rule, "host");
    if (!host.isEmpty() && !host.startsWith("*.")) {
      NameRules.subdomain(host)
          .forEach(why -> wrong.add(FieldError.invalid(path + ".host", host, why)));
    }
    int index = 0;
    for (JsonNode each : rule.path("http").path("paths")) {
      String at = path + ".http.paths[" + index++ + "]";
      String type = Json.text(each, "pathType");
      List<String> types = List.of("Exact", "ImplementationSpecific", "Prefix");
      if (type.isEmpty()) {
        wrong.add(FieldError.required(at + ".pathType", "pathType must be specified"));
      } else if (!types.contains(type)) {
        wrong.add(FieldError.unsupported(at + ".pathType", type, types));
      } else if (!type.equals("ImplementationSpecific")
          && !Json.text(each, "path").startsWith("/")) {
        wrong.add(
            FieldError.invalid(at + ".path", Json.text(each, "path"), "must be an absolute path"));
      }
    }
  }
}
