// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sets of fields, as field managers own them. A field is a path of elements in the notation of
 * {@code fieldsV1}: {@code f:name} for a field, {@code k:{"name":"c"}} for an element of a list
 * that is told apart by keys, {@code v:"x"} for an element of a set.
 */
final class FieldSets {
  private static final JsonNode PRESENT = BooleanNode.TRUE;
  // By these the server itself knows an object; nobody owns them.
  private static final Set<List<String>> NOBODYS =
      Set.of(
          List.of("f:apiVersion"),
          List.of("f:kind"),
          List.of("f:metadata", "f:name"),
          List.of("f:metadata", "f:namespace"),
          List.of("f:metadata", "f:uid"),
          List.of("f:metadata", "f:resourceVersion"),
          List.of("f:metadata", "f:creationTimestamp"),
          List.of("f:metadata", "f:generation"),
          List.of("f:metadata", "f:deletionTimestamp"),
          List.of("f:metadata", "f:deletionGracePeriodSeconds"),
          List.of("f:metadata", "f:managedFields"),
          List.of("f:metadata"));

  private final Schema schema;

  FieldSets(Schema schema) {
    this.schema = schema;
  }

  /** All fields of an object with their values; lists and maps that are merged have none. */
  Map<List<String>, JsonNode> leaves(ObjectNode object, Schema.ObjectType type) {
    Map<List<String>, JsonNode> found = new LinkedHashMap<>();
    object(object, type, List.of(), found);
    found
        .keySet()
        .removeIf(
            path ->
                NOBODYS.contains(path)
                    || (path.size() > 2
                        && path.get(0).equals("f:metadata")
                        && path.get(1).equals("f:managedFields")));
    return found;
  }

  private void object(
      JsonNode object,
      Schema.ObjectType type,
      List<String> path,
      Map<List<String>, JsonNode> found) {
    for (var entry : Json.fields(object)) {
      Optional<Schema.Field> field = type.field(entry.getKey());
      List<String> at = append(path, "f:" + entry.getKey());
      if (field.isPresent() && !field.get().isAtomic()) {
        value(entry.getValue(), field.get().type(), field.get(), at, found);
      } else {
        found.put(at, entry.getValue());
      }
    }
  }

  private void value(
      JsonNode value,
      Schema.Type type,
      Schema.Field field,
      List<String> path,
      Map<List<String>, JsonNode> found) {
    boolean isEmpty = value.isContainerNode() && value.isEmpty();
    if (isEmpty) {
      found.put(path, value);
    } else if (type.shape() == Schema.Shape.OBJECT && !schema.type(type.name()).isAtomic()) {
      object(value, schema.type(type.name()), path, found);
    } else if (type.shape() == Schema.Shape.MAP) {
      for (var entry : Json.fields(value)) {
        List<String> at = append(path, "f:" + entry.getKey());
        value(entry.getValue(), type.element(), field, at, found);
      }
    } else if (type.shape() == Schema.Shape.LIST && field.listKind() == Schema.ListKind.SET) {
      for (JsonNode element : value) {
        found.put(append(path, "v:" + element), PRESENT);
      }
    } else if (type.shape() == Schema.Shape.LIST && field.listKind() == Schema.ListKind.MAP) {
      for (JsonNode element : value) {
        List<String> at = append(path, key(element, field));
        found.put(at, PRESENT);
        object(element, schema.type(type.element().name()), at, found);
      }
    } else if (type.shape() == Schema.Shape.ANY && value.isObject()) {
      for (var entry : Json.fields(value)) {
        value(entry.getValue(), type, field, append(path, "f:" + entry.getKey()), found);
      }
    } else {
      found.put(path, value);
    }
  }

  private static List<String> append(List<String> path, String element) {
    List<String> longer = new ArrayList<>(path.size() + 1);
    longer.addAll(path);
    longer.add(element);
    return longer;
  }

  static String key(JsonNode element, Schema.Field field) {
    ObjectNode key = Json.object();
    for (String name : field.mapKeys().stream().sorted().toList()) {
      if (element.has(name)) {
        key.set(name, element.get(name));
      } else if (name.equals("protocol")) {
        key.put(name, "TCP");
      }
    }
    return "k:" + key;
  }

  /** Merges what is applied into an object, and returns it. */
  ObjectNode merge(ObjectNode live, ObjectNode applied, Schema.ObjectType type) {
    for (var entry : Json.fields(applied)) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      Optional<Schema.Field> field = type.field(name);
      JsonNode present = live.path(name);
      boolean isMerged = field.isPresent() && !field.get().isAtomic() && present.isContainerNode();
      live.set(
          name,
          isMerged ? merge(present, value, field.get().type(), field.get()) : value.deepCopy());
    }
    return live;
  }

  private JsonNode merge(JsonNode live, JsonNode applied, Schema.Type type, Schema.Field field) {
    if (live instanceof ObjectNode target && applied instanceof ObjectNode source) {
      if (type.shape() == Schema.Shape.OBJECT && !schema.type(type.name()).isAtomic()) {
        return merge(target, source, schema.type(type.name()));
      }
      if (type.shape() == Schema.Shape.MAP || type.shape() == Schema.Shape.ANY) {
        Schema.Type element = type.shape() == Schema.Shape.ANY ? type : type.element();
        for (var entry : Json.fields(source)) {
          JsonNode present = target.path(entry.getKey());
          target.set(entry.getKey(), merge(present, entry.getValue(), element, field));
        }
        return target;
      }
    }
    if (live instanceof ArrayNode target && applied instanceof ArrayNode source) {
      if (field.listKind() == Schema.ListKind.SET) {
        Set<JsonNode> union = new LinkedHashSet<>();
        target.forEach(union::add);
        source.forEach(union::add);
        return Json.array().addAll(union);
      }
      if (field.listKind() == Schema.ListKind.MAP) {
        return mergeByKey(target, source, type, field);
      }
    }
    return applied.deepCopy();
  }

  private ArrayNode mergeByKey(
      ArrayNode live, ArrayNode applied, Schema.Type type, Schema.Field field) {
    Map<String, ObjectNode> byKey = new LinkedHashMap<>();
    Json.objects(live).forEach(each -> byKey.put(key(each, field), each));
    Schema.ObjectType element = schema.type(type.element().name());
    for (ObjectNode each : Json.objects(applied)) {
      byKey.merge(
          key(each, field), each.deepCopy(), (present, change) -> merge(present, change, element));
    }
    return Json.array().addAll(byKey.values());
  }

  /** Takes a field out of a tree, if it is there. */
  static void remove(ObjectNode tree, List<String> path) {
    JsonNode parent = tree;
    for (String element : path.subList(0, path.size() - 1)) {
      parent = step(parent, element);
    }
    String last = path.get(path.size() - 1);
    if (parent instanceof ObjectNode object) {
      object.remove(last.substring(2));
    } else if (parent instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (isElement(list.get(i), last)) {
          list.remove(i);
        }
      }
    }
  }

  private static JsonNode step(JsonNode parent, String element) {
    if (element.startsWith("f:")) {
      return parent.path(element.substring(2));
    }
    for (JsonNode each : parent) {
      if (isElement(each, element)) {
        return each;
      }
    }
    return Json.object().path(element);
  }

  private static boolean isElement(JsonNode candidate, String element) {
    JsonNode wanted = parse(element.substring(2));
    if (element.startsWith("v:")) {
      return candidate.equals(wanted);
    }
    for (var key : Json.fields(wanted)) {
      JsonNode value = candidate.path(key.getKey());
      boolean isDefault = value.isMissingNode() && key.getValue().asText().equals("TCP");
      if (!isDefault && !value.equals(key.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode parse(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest("'" + json + "' is no path element of managed fields");
    }
  }

  /** Writes a set as {@code fieldsV1}. */
  static ObjectNode write(Set<List<String>> set) {
    ObjectNode root = Json.object();
    for (List<String> path : set) {
      ObjectNode node = root;
      for (String element : path) {
        node = Json.child(node, element);
      }
      if (path.get(path.size() - 1).startsWith("k:")) {
        node.putObject(".");
      }
    }
    return root;
  }

  /** Reads a set from {@code fieldsV1}. */
  static Set<List<String>> read(JsonNode fields) {
    Set<List<String>> found = new LinkedHashSet<>();
    read(fields, List.of(), found);
    return found;
  }

  private static void read(JsonNode node, List<String> path, Set<List<String>> found) {
    for (var entry : Json.fields(node)) {
      if (entry.getKey().equals(".")) {
        found.add(path);
      } else {
        List<String> at = append(path, entry.getKey());
        if (entry.getValue().isEmpty()) {
          found.add(at);
        } else {
          read(entry.getValue(), at, found);
        }
      }
    }
  }

  /** Writes a path for people, such as {@code .spec.containers[name="c"].image}. */
  static String print(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String element : path) {
      String rest = element.substring(2);
      switch (element.charAt(0)) {
        case 'f' -> text.append('.').append(rest);
        case 'v' -> text.append("[=").append(rest).append(']');
        default -> {
          List<String> keys = new ArrayList<>();
          for (var key : Json.fields(parse(rest))) {
            keys.add(key.getKey() + "=" + key.getValue());
          }
          text.append('[').append(String.join(",", keys)).append(']');
        }
      }
    }
    return text.toString();
  }
}
