// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ConfigMaps: keys, size, immutability. */
final class ConfigMapStrategy extends Strategy {
  static final int LARGEST = 1024 * 1024;

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode map) {
    List<FieldError> wrong = new ArrayList<>();
    long size = 0;
    JsonNode binary = map.path("binaryData");
    for (var entry : Json.fields(map.path("data"))) {
      String key = entry.getKey();
      String field = "data[" + key + "]";
      NameRules.configKey(key).forEach(why -> wrong.add(FieldError.invalid(field, key, why)));
      if (binary.has(key)) {
        wrong.add(FieldError.invalid(field, key, "duplicate of key present in binaryData"));
      }
      size += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
    }
    for (var entry : Json.fields(binary)) {
      String key = entry.getKey();
      NameRules.configKey(key)
          .forEach(why -> wrong.add(FieldError.invalid("binaryData[" + key + "]", key, why)));
      size += SecretStrategy.decoded(entry.getValue()).length;
    }
    if (size > LARGEST) {
      wrong.add(FieldError.tooLong("[]", LARGEST));
    }
    return wrong;
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode map, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>();
    if (old.path("immutable").asBoolean(false)) {
      String why = "field is immutable when `immutable` is set";
      if (!map.path("immutable").asBoolean(false)) {
        wrong.add(FieldError.forbidden("immutable", why));
      }
      for (String field : List.of("data", "binaryData")) {
        if (!map.path(field).equals(old.path(field))) {
          wrong.add(FieldError.forbidden(field, why));
        }
      }
    }
    wrong.addAll(validate(resource, map));
    return wrong;
  }
}
