// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Strategic merge patch: a merge patch that knows by which field the elements of a list are told
 * apart, and directives ({@code $patch}, {@code $deleteFromPrimitiveList}, {@code
 * $setElementOrder}, {@code $retainKeys}).
 */
public final class StrategicMerge {
  private static final String PATCH = "$patch";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
  private static final String ORDER = "$setElementOrder/";
  private static final String RETAIN = "$retainKeys";

  private final Schema schema;

  public StrategicMerge(Schema schema) {
    this.schema = schema;
  }

  /** Changes the target and returns it. */
  public ObjectNode apply(ObjectNode target, ObjectNode patch, Schema.ObjectType type) {
    String directive = Json.text(patch, PATCH);
    if (directive.equals("replace") || directive.equals("delete")) {
      target.removeAll();
      if (directive.equals("replace")) {
        ObjectNode replacement = patch.deepCopy();
        replacement.remove(PATCH);
        target.setAll(replacement);
      }
      return target;
    }
    if (patch.get(RETAIN) instanceof ArrayNode kept) {
      target.retain(Json.texts(kept));
    }
    for (var entry : Json.fields(patch)) {
      String name = entry.getKey();
      if (name.startsWith(DELETE_FROM)) {
        deleteFrom(target, name.substring(DELETE_FROM.length()), entry.getValue());
      } else if (!name.startsWith("$")) {
        JsonNode before = target.path(name).deepCopy();
        field(target, name, entry.getValue(), type.field(name));
        String key = type.field(name).map(Schema.Field::mergeKey).orElse("");
        boolean isMerged = type.field(name).map(Schema.Field::isMerged).orElse(false);
        if (isMerged && target.get(name) instanceof ArrayNode merged) {
          JsonNode order = patch.path(ORDER + name);
          target.set(
              name, ordered(merged, before, order.isArray() ? order : entry.getValue(), key));
        }
      }
    }
    return target;
  }

  private void field(ObjectNode target, String name, JsonNode value, Optional<Schema.Field> field) {
    if (value.isNull()) {
      target.remove(name);
    } else if (value instanceof ObjectNode change) {
      if (field.isPresent() && field.get().type().shape() == Schema.Shape.OBJECT) {
        apply(Json.child(target, name), change, schema.type(field.get().type().name()));
      } else if (Json.text(change, PATCH).equals("replace")) {
        ObjectNode replacement = change.deepCopy();
        replacement.remove(PATCH);
        target.set(name, replacement);
      } else {
        MergePatch.apply(Json.child(target, name), change);
      }
    } else if (value instanceof ArrayNode changes
        && field.isPresent()
        && field.get().isMerged()
        && field.get().type().shape() == Schema.Shape.LIST) {
      list(target, changes, field.get());
    } else {
      target.set(name, value.deepCopy());
    }
  }

  private void list(ObjectNode target, ArrayNode changes, Schema.Field field) {
    ArrayNode list =
        target.get(field.name()) instanceof ArrayNode present
            ? present
            : target.putArray(field.name());
    if (field.mergeKey().isEmpty()) {
      for (JsonNode change : changes) {
        if (!Json.texts(list).contains(change.asText())) {
          list.add(change.deepCopy());
        }
      }
      return;
    }
    if (Json.objects(changes).stream().anyMatch(each -> Json.text(each, PATCH).equals("replace"))) {
      list.removeAll();
    }
    Schema.ObjectType element = schema.type(field.type().element().name());
    for (ObjectNode change : Json.objects(changes)) {
      if (change.size() == 1 && Json.text(change, PATCH).equals("replace")) {
        continue;
      }
      JsonNode key = change.path(field.mergeKey());
      if (key.isMissingNode()) {
        throw ApiException.of(
            500,
            "",
            "map: %s does not contain declared merge key: %s"
                .formatted(GoPrinter.print(change), field.mergeKey()));
      }
      int index = find(list, field.mergeKey(), key);
      if (Json.text(change, PATCH).equals("delete")) {
        if (index >= 0) {
          list.remove(index);
        }
      } else if (index < 0) {
        list.add(apply(Json.object(), change, element));
      } else {
        apply((ObjectNode) list.get(index), change, element);
      }
    }
  }

  private static int find(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode
          && list.get(i).path(key).asText().equals(value.asText())) {
        return i;
      }
    }
    return -1;
  }

  private static void deleteFrom(ObjectNode target, String name, JsonNode values) {
    if (target.get(name) instanceof ArrayNode list) {
      List<String> gone = Json.texts(values);
      for (int i = list.size() - 1; i >= 0; i--) {
        if (gone.contains(list.get(i).asText())) {
          list.remove(i);
        }
      }
    }
  }

  /**
   * Brings a merged list into order: what the patch names in the patch's order, the rest in its
   * own, each of the rest before the first of the named that it stood before.
   */
  private static ArrayNode ordered(ArrayNode merged, JsonNode before, JsonNode wanted, String key) {
    List<String> old = identities(before, key);
    List<String> named = identities(wanted, key);
    List<JsonNode> rest = new ArrayList<>();
    List<JsonNode> first = new ArrayList<>();
    for (JsonNode each : merged) {
      (named.contains(identity(each, key)) ? first : rest).add(each);
    }
    first.sort(Comparator.comparingInt(each -> named.indexOf(identity(each, key))));
    ArrayNode result = Json.array();
    int next = 0;
    for (JsonNode each : first) {
      int place = old.indexOf(identity(each, key));
      while (next < rest.size()
          && place >= 0
          && old.indexOf(identity(rest.get(next), key)) < place) {
        result.add(rest.get(next++));
      }
      result.add(each);
    }
    rest.subList(next, rest.size()).forEach(result::add);
    return result;
  }

  private static List<String> identities(JsonNode list, String key) {
    List<String> found = new ArrayList<>();
    list.forEach(each -> found.add(identity(each, key)));
    return found;
  }

  private static String identity(JsonNode element, String key) {
    return key.isEmpty() ? element.asText() : element.path(key).asText();
  }
}
