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
import java.util.Base64;
import java.util.List;

/** Secrets: keys, size, types, immutability. */
final class SecretStrategy extends Strategy {
  @Override
  public void setDefaults(ObjectNode secret) {
    Json.defaultTo(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      ObjectNode data = Json.child(secret, "data");
      for (var entry : Json.fields(texts)) {
        byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  static byte[] decoded(JsonNode value) {
    return Base64.getMimeDecoder().decode(value.asText());
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode secret) {
    List<FieldError> wrong = new ArrayList<>();
    long size = 0;
    JsonNode data = secret.path("data");
    for (var entry : Json.fields(data)) {
      String key = entry.getKey();
      NameRules.configKey(key)
          .forEach(why -> wrong.add(FieldError.invalid("data[" + key + "]", key, why)));
      size += decoded(entry.getValue()).length;
    }
    if (size > ConfigMapStrategy.LARGEST) {
      wrong.add(FieldError.tooLong("data", ConfigMapStrategy.LARGEST));
    }
    for (String key : requiredKeys(Json.text(secret, "type"))) {
      if (!data.has(key)) {
        wrong.add(FieldError.required("data[" + key + "]", ""));
      }
    }
    String account = "kubernetes.io/service-account.name";
    if (Json.text(secret, "type").equals("kubernetes.io/service-account-token")
        && Json.text(secret.path("metadata").path("annotations"), account).isEmpty()) {
      wrong.add(FieldError.required("metadata.annotations[" + account + "]", ""));
    }
    return wrong;
  }

  private static List<String> requiredKeys(String type) {
    return switch (type) {
      case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
      case "kubernetes.io/dockercfg" -> List.of(".dockercfg");
      case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
      case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
      default -> List.of();
    };
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode secret, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>();
    if (!Json.text(secret, "type").equals(Json.text(old, "type"))) {
      wrong.add(FieldError.invalid("type", Json.text(secret, "type"), "field is immutable"));
    }
    if (old.path("immutable").asBoolean(false)) {
      String why = "field is immutable when `immutable` is set";
      if (!secret.path("immutable").asBoolean(false)) {
        wrong.add(FieldError.forbidden("immutable", why));
      }
      if (!secret.path("data").equals(old.path("data"))) {
        wrong.add(FieldError.forbidden("data", why));
      }
    }
    wrong.addAll(validate(resource, secret));
    return wrong;
  }
}
