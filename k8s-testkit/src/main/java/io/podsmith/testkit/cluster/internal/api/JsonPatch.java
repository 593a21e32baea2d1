package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON patch, RFC 6902. */
final class JsonPatch {
  private JsonPatch() {}

  static ObjectNode apply(StoredObject object, ArrayNode operations) {
    JsonNode tree = object.copy();
    for (JsonNode operation : operations) {
      tree = step(tree, operation);
    }
    if (tree instanceof ObjectNode patched) {
      return patched;
    }
    throw ApiException.badRequest("the patch does not leave an object");
  }

  private static JsonNode step(JsonNode tree, JsonNode operation) {
    String name = Json.text(operation, "op");
    String path = Json.text(operation, "path");
    JsonPointer pointer = pointer(path);
    JsonNode value = operation.path("value");
    switch (name) {
      case "add":
        return add(tree, pointer, value.deepCopy(), name, path);
      case "remove":
        return remove(tree, pointer, name, path);
      case "replace":
        require(
            tree, pointer, name, path, "replace operation does not apply: doc is missing key: ");
        if (pointer.matches()) {
          return value.deepCopy();
        }
        return add(remove(tree, pointer, name, path), pointer, value.deepCopy(), name, path);
      case "move", "copy":
        JsonPointer from = pointer(Json.text(operation, "from"));
        JsonNode moved = tree.at(from).deepCopy();
        require(
            tree,
            from,
            name,
            from.toString(),
            name + " operation does not apply: doc is missing from path: ");
        JsonNode rest = name.equals("move") ? remove(tree, from, name, from.toString()) : tree;
        return add(rest, pointer, moved, name, path);
      case "test":
        if (!tree.at(pointer).equals(value)
            && !(tree.at(pointer).isMissingNode() && value.isNull())) {
          throw unprocessable("testing value " + path + " failed: test failed");
        }
        return tree;
      default:
        throw unprocessable("Unexpected kind: " + name);
    }
  }

  private static JsonPointer pointer(String path) {
    try {
      return JsonPointer.compile(path);
    } catch (IllegalArgumentException e) {
      throw unprocessable("the path '" + path + "' is no JSON pointer");
    }
  }

  private static void require(
      JsonNode tree, JsonPointer pointer, String name, String path, String message) {
    if (tree.at(pointer).isMissingNode()) {
      throw unprocessable(message + path + ": missing value");
    }
  }

  private static JsonNode add(
      JsonNode tree, JsonPointer pointer, JsonNode value, String name, String path) {
    if (pointer.matches()) {
      return value;
    }
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode list) {
      int index = last.equals("-") ? list.size() : index(last, list.size(), name, path);
      list.insert(index, value);
    } else {
      throw unprocessable(
          name + " operation does not apply: doc is missing path: \"" + path + "\": missing value");
    }
    return tree;
  }

  private static JsonNode remove(JsonNode tree, JsonPointer pointer, String name, String path) {
    if (tree.at(pointer).isMissingNode() || pointer.matches()) {
      throw unprocessable(
          name
              + " operation does not apply: Unable to remove nonexistent key: "
              + (pointer.matches() ? "" : pointer.last().getMatchingProperty())
              + ": missing value");
    }
    JsonNode parent = tree.at(pointer.head());
    String last = pointer.last().getMatchingProperty();
    if (parent instanceof ArrayNode list) {
      list.remove(index(last, list.size() - 1, name, path));
    } else {
      ((ObjectNode) parent).remove(last);
    }
    return tree;
  }

  private static int index(String text, int most, String name, String path) {
    int index = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (index < 0 || index > most) {
      throw unprocessable(
          name
              + " operation does not apply: doc is missing path: \""
              + path
              + "\": Unable to access invalid index: "
              + text
              + ": invalid index referenced");
    }
    return index;
  }

  private static ApiException unprocessable(String why) {
    return ApiException.of(
            422, "Invalid", "the server rejected our request due to an error in our request")
        .withCause("", why, "");
  }
}
