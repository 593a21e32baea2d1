// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cookbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The difference between two objects as YAML with {@code +} and {@code -}. Fields that are equal
 * are left out, except for the names of the elements that contain a difference.
 */
final class YamlDifference {
  /** Fields that identify an element of a list, the first one that it has. */
  private static final List<String> IDENTITY = List.of("mountPath", "name");

  private final List<String> lines = new ArrayList<>();

  private YamlDifference() {}

  /** Returns the lines of the difference; empty if the objects are equal. */
  static String between(Object before, Object after) {
    YamlDifference difference = new YamlDifference();
    difference.objects(tree(before), tree(after), "");
    return String.join("\n", difference.lines);
  }

  private static JsonNode tree(Object object) {
    return Serialization.jsonMapper().valueToTree(object);
  }

  private void objects(JsonNode before, JsonNode after, String indent) {
    Set<String> fields = new LinkedHashSet<>();
    after.fieldNames().forEachRemaining(fields::add);
    before.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      JsonNode old = before.path(field);
      JsonNode now = after.path(field);
      if (old.equals(now)) {
        continue;
      }
      if (old.isObject() && now.isObject()) {
        lines.add("  %s%s:".formatted(indent, field));
        objects(old, now, indent + "  ");
      } else if (old.isArray() && now.isArray() && !old.isEmpty() && now.path(0).isObject()) {
        lines.add("  %s%s:".formatted(indent, field));
        arrays(old, now, indent);
      } else {
        add("-", indent, single(field, old));
        add("+", indent, single(field, now));
      }
    }
  }

  private void arrays(JsonNode before, JsonNode after, String indent) {
    Map<String, JsonNode> old = byIdentity(before);
    Map<String, JsonNode> now = byIdentity(after);
    Set<String> identities = new LinkedHashSet<>(now.keySet());
    identities.addAll(old.keySet());
    for (String identity : identities) {
      JsonNode was = old.get(identity);
      JsonNode is = now.get(identity);
      if (was == null || is == null) {
        add(was == null ? "+" : "-", indent, list(was == null ? is : was));
      } else if (!was.equals(is)) {
        lines.add("  %s- %s".formatted(indent, identity));
        objects(was, is, indent + "  ");
      }
    }
  }

  private static Map<String, JsonNode> byIdentity(JsonNode array) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    for (JsonNode element : array) {
      String identity =
          IDENTITY.stream()
              .filter(element::has)
              .findFirst()
              .map(field -> "%s: %s".formatted(field, element.get(field).asText()))
              .orElseGet(element::toString);
      elements.put(identity, element);
    }
    return elements;
  }

  private static JsonNode single(String field, JsonNode value) {
    ObjectNode object = Serialization.jsonMapper().createObjectNode();
    if (!value.isMissingNode() && !(value.isArray() && value.isEmpty())) {
      object.set(field, value);
    }
    return object;
  }

  private static ArrayNode list(JsonNode element) {
    return Serialization.jsonMapper().createArrayNode().add(element);
  }

  private void add(String sign, String indent, JsonNode value) {
    if (!value.isEmpty()) {
      Serialization.asYaml(value)
          .lines()
          .filter(line -> !line.equals("---"))
          .forEach(line -> lines.add("%s %s%s".formatted(sign, indent, line)));
    }
  }
}
