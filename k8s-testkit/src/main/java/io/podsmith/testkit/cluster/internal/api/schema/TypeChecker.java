// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Holds a tree against its type: drops what the type does not have, refuses what does not fit. */
public final class TypeChecker {
  private final Schema schema;
  private final List<String> unknown;

  public TypeChecker(Schema schema, List<String> unknown) {
    this.schema = schema;
    this.unknown = unknown;
  }

  public void check(ObjectNode tree, Schema.ObjectType type) {
    object(tree, type, "");
  }

  private void object(ObjectNode tree, Schema.ObjectType type, String path) {
    List<String> drop = new ArrayList<>();
    for (var entry : Json.fields(tree)) {
      String name = entry.getKey();
      String at = path.isEmpty() ? name : path + "." + name;
      JsonNode value = entry.getValue();
      Schema.Field field = type.fields().get(name);
      if (field == null) {
        unknown.add("unknown field \"" + at + "\"");
        drop.add(name);
      } else if (value.isNull()) {
        drop.add(name);
      } else {
        JsonNode checked = value(value, field.type(), at, type.name());
        boolean isCollection =
            field.type().shape() == Schema.Shape.LIST || field.type().shape() == Schema.Shape.MAP;
        if (isCollection && checked.isEmpty()) {
          drop.add(name);
        } else {
          entry.setValue(checked);
        }
      }
    }
    tree.remove(drop);
  }

  /** Checks a value and returns it as the server writes it. */
  private JsonNode value(JsonNode value, Schema.Type type, String path, String owner) {
    switch (type.shape()) {
      case OBJECT -> {
        if (!(value instanceof ObjectNode object)) {
          throw mismatch(value, goType(type), path, owner);
        }
        object(object, schema.type(type.name()), path);
      }
      case LIST -> {
        if (!(value instanceof ArrayNode list)) {
          throw mismatch(value, goType(type), path, owner);
        }
        for (int i = 0; i < list.size(); i++) {
          if (!list.get(i).isNull()) {
            list.set(i, value(list.get(i), type.element(), path + "[" + i + "]", owner));
          }
        }
      }
      case MAP -> {
        if (!(value instanceof ObjectNode)) {
          throw mismatch(value, goType(type), path, owner);
        }
        for (var entry : Json.fields(value)) {
          if (!entry.getValue().isNull()) {
            entry.setValue(value(entry.getValue(), type.element(), path, owner));
          }
        }
      }
      case STRING -> require(value.isTextual(), value, "string", path, owner);
      case BYTES -> bytes(value, path, owner);
      case TIME -> time(value, path, owner);
      case INTEGER -> require(value.isIntegralNumber(), value, type.name(), path, owner);
      case NUMBER -> require(value.isNumber(), value, "float64", path, owner);
      case BOOLEAN -> require(value.isBoolean(), value, "bool", path, owner);
      case QUANTITY -> {
        return quantity(value);
      }
      case INT_OR_STRING ->
          require(value.isTextual() || value.isIntegralNumber(), value, "int32", path, owner);
      case ANY -> {}
    }
    return value;
  }

  private static void time(JsonNode value, String path, String owner) {
    require(value.isTextual(), value, "string", path, owner);
    try {
      OffsetDateTime.parse(value.textValue());
    } catch (DateTimeParseException e) {
      String text = value.textValue();
      throw unfit(
          "parsing time \""
              + text
              + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \""
              + text
              + "\" as \"2006\"");
    }
  }

  private static void bytes(JsonNode value, String path, String owner) {
    require(value.isTextual(), value, "[]uint8", path, owner);
    try {
      java.util.Base64.getDecoder().decode(value.textValue().replaceAll("[\r\n]", ""));
    } catch (IllegalArgumentException e) {
      throw unfit("illegal base64 data at input byte " + firstBad(value.textValue()));
    }
  }

  private static int firstBad(String text) {
    int at = 0;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "+/".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    return at == text.length() ? at / 4 * 4 : at;
  }

  private static JsonNode quantity(JsonNode value) {
    if (!(value.isTextual() || value.isNumber()) || !Quantities.isValid(value.asText())) {
      throw unfit(
          "quantities must match the regular expression '"
              + "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    return TextNode.valueOf(Quantities.canonical(value.asText()));
  }

  private static String goType(Schema.Type type) {
    return switch (type.shape()) {
      case LIST -> "[]" + goType(type.element());
      case MAP -> "map[string]" + goType(type.element());
      case OBJECT -> "v1." + type.name();
      case INTEGER -> type.name();
      case BOOLEAN -> "bool";
      default -> "string";
    };
  }

  private static void require(
      boolean fits, JsonNode value, String wanted, String path, String owner) {
    if (!fits) {
      throw mismatch(value, wanted, path, owner);
    }
  }

  private static UnfitException mismatch(JsonNode value, String wanted, String path, String owner) {
    String given =
        switch (value.getNodeType()) {
          case STRING -> "string";
          case NUMBER ->
              wanted.startsWith("int") && !value.isIntegralNumber()
                  ? "number " + value.asText()
                  : "number";
          case BOOLEAN -> "bool";
          case ARRAY -> "array";
          default -> "object";
        };
    return unfit(
        "json: cannot unmarshal "
            + given
            + " into Go struct field "
            + owner
            + "."
            + path.replaceAll("\\[\\d+]", "")
            + " of type "
            + wanted);
  }

  private static UnfitException unfit(String why) {
    return new UnfitException(why);
  }
}
