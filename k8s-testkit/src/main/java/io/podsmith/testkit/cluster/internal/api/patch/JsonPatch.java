// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;

/**
 * JSON patch, RFC 6902. As in the real server {@code replace} also sets a field that is not there,
 * and a client is not told what was wrong.
 */
public final class JsonPatch {
  private JsonPatch() {}

  public static ObjectNode apply(StoredObject object, ArrayNode operations) {
    JsonNode tree = object.copy();
    for (JsonNode operation : operations) {
      tree = step(tree, operation);
    }
    if (tree instanceof ObjectNode patched) {
      return patched;
    }
    throw ApiException.unprocessable();
  }

  private static JsonNode step(JsonNode tree, JsonNode operation) {
    JsonPointer path = pointer(Json.text(operation, "path"));
    JsonNode value = operation.path("value");
    switch (Json.text(operation, "op")) {
      case "add":
        return add(tree, path, value.deepCopy());
      case "remove":
        return remove(tree, path);
      case "replace":
        boolean isElement = !path.matches() && tree.at(path.head()).isArray();
        return add(isElement ? remove(tree, path) : tree, path, value.deepCopy());
      case "move":
        JsonPointer from = pointer(Json.text(operation, "from"));
        JsonNode moved = present(tree, from);
        return add(remove(tree, from), path, moved);
      case "copy":
        return add(tree, path, present(tree, pointer(Json.text(operation, "from"))).deepCopy());
      case "test":
        JsonNode found = tree.at(path);
        boolean isNothing = found.isMissingNode() && value.isNull();
        if (!isNothing && !found.equals(value)) {
          throw ApiException.unprocessable();
        }
        return tree;
      default:
        throw ApiException.unprocessable();
    }
  }

  private static JsonPointer pointer(String path) {
    try {
      return JsonPointer.compile(path);
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable();
    }
  }

  private static JsonNode present(JsonNode tree, JsonPointer pointer) {
    JsonNode found = tree.at(pointer);
    if (found.isMissingNode()) {
      throw ApiException.unprocessable();
    }
    return found;
  }

  private static JsonNode add(JsonNode tree, JsonPointer pointer, JsonNode value) {
    if (pointer.matches()) {
      return value;
    }
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode list) {
      list.insert(last.equals("-") ? list.size() : index(last, list.size()), value);
    } else {
      throw ApiException.unprocessable();
    }
    return tree;
  }

  private static JsonNode remove(JsonNode tree, JsonPointer pointer) {
    if (pointer.matches()) {
      throw ApiException.unprocessable();
    }
    present(tree, pointer);
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ArrayNode list) {
      list.remove(index(last, list.size() - 1));
    } else {
      ((ObjectNode) parent).remove(last);
    }
    return tree;
  }

  private static int index(String text, int most) {
    int index = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (index < 0 || index > most) {
      throw ApiException.unprocessable();
    }
    return index;
  }
}
