// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.api.SparkPod;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the fields that a step removed or changed. */
final class Losses {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> IDENTITIES =
      List.of("mountPath", "name", "key", "containerPort", "ip");

  private final Set<String> ownedFields;
  private final List<String> losses = new ArrayList<>();

  private Losses(Set<String> ownedFields) {
    this.ownedFields = ownedFields;
  }

  /**
   * Returns the fields that were removed or changed, one line each.
   *
   * @param ownedFields paths whose content may change
   */
  static List<String> between(SparkPod before, SparkPod after, Set<String> ownedFields) {
    Losses losses = new Losses(ownedFields);
    JsonNode oldPod = MAPPER.valueToTree(before.pod());
    JsonNode newPod = MAPPER.valueToTree(after.pod());
    losses.compare("metadata", oldPod.path("metadata"), newPod.path("metadata"));
    losses.compare("spec", oldPod.path("spec"), newPod.path("spec"));
    losses.compare(
        "container", MAPPER.valueToTree(before.container()), MAPPER.valueToTree(after.container()));
    return losses.losses;
  }

  private void compare(String path, JsonNode before, @Nullable JsonNode after) {
    if (ownedFields.contains(path)) {
      return;
    }
    if (after == null || after.isMissingNode() || after.isNull()) {
      losses.add(path + " is missing");
    } else if (before.isObject()) {
      for (Iterator<Map.Entry<String, JsonNode>> fields = before.fields(); fields.hasNext(); ) {
        Map.Entry<String, JsonNode> field = fields.next();
        compare(path + "." + field.getKey(), field.getValue(), after.get(field.getKey()));
      }
    } else if (before.isArray()) {
      for (JsonNode element : before) {
        String name = identity(element);
        compare(path + "[" + name + "]", element, find(name, after));
      }
    } else if (!before.equals(after)) {
      losses.add("%s was %s but is %s".formatted(path, before, after));
    }
  }

  private static @Nullable JsonNode find(String identity, JsonNode elements) {
    for (JsonNode element : elements) {
      if (Objects.equals(identity(element), identity)) {
        return element;
      }
    }
    return null;
  }

  private static String identity(JsonNode element) {
    for (String field : IDENTITIES) {
      if (element.has(field)) {
        return element.get(field).asText();
      }
    }
    return element.asText();
  }
}
