// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small helpers for JSON trees. */
public final class Json {
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Follows field names; a missing node where the path ends early. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String name : path) {
      current = current.path(name);
    }
    return current;
  }

  /** Follows field names to a text; empty where there is none. */
  public static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isMissingNode() || found.isNull() ? "" : found.asText();
  }

  /** The object in a field, made where it is missing or no object. */
  public static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode object ? object : parent.putObject(name);
  }

  public static ObjectNode metadata(ObjectNode object) {
    return child(object, "metadata");
  }

  public static String name(JsonNode object) {
    return text(object, "metadata", "name");
  }

  public static String namespace(JsonNode object) {
    return text(object, "metadata", "namespace");
  }

  /** The elements that are objects; none where the field is no list. */
  public static List<ObjectNode> objects(JsonNode list) {
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode element : list) {
      if (element instanceof ObjectNode object) {
        found.add(object);
      }
    }
    return found;
  }

  public static List<String> texts(JsonNode list) {
    List<String> found = new ArrayList<>();
    list.forEach(element -> found.add(element.asText()));
    return found;
  }

  /** Whether a field is absent, null or empty: what Go's omitempty leaves out. */
  public static boolean isEmpty(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isTextual() && node.textValue().isEmpty());
  }

  /** Sets a field that has no value yet. */
  public static void defaultTo(ObjectNode object, String field, String value) {
    if (isEmpty(object.path(field))) {
      object.put(field, value);
    }
  }

  /** Sets a field that has no value yet. */
  public static void defaultTo(ObjectNode object, String field, long value) {
    if (object.path(field).isMissingNode() || object.path(field).isNull()) {
      object.set(field, number(value));
    }
  }

  /** A whole number in the one form in which it is equal to itself when it is read. */
  public static NumericNode number(long value) {
    return value == (int) value
        ? JsonNodeFactory.instance.numberNode((int) value)
        : JsonNodeFactory.instance.numberNode(value);
  }

  /** Sets a field that has no value yet. */
  public static void defaultTo(ObjectNode object, String field, boolean value) {
    if (object.path(field).isMissingNode() || object.path(field).isNull()) {
      object.put(field, value);
    }
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Iterable<Map.Entry<String, JsonNode>> fields(JsonNode object) {
    return object.properties();
  }
}
