// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Loops over the tokens of JSON objects; what is not read is skipped. */
final class JsonObjects {
  /** Does not intern names of fields: managed fields have a name for each environment variable. */
  static final JsonFactory JSON =
      new JsonFactoryBuilder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  /** Reads an object from a parser that is at its beginning. */
  @FunctionalInterface
  interface ObjectReader {
    void read(JsonParser json) throws IOException;
  }

  private JsonObjects() {}

  /** Returns whether a value is an object, and skips any other. */
  static boolean isObject(JsonParser json, JsonToken at) throws IOException {
    if (at == JsonToken.START_OBJECT) {
      return true;
    }
    json.skipChildren();
    return false;
  }

  /** Reads the objects of an array. */
  static void forEachObject(JsonParser json, JsonToken at, ObjectReader reader) throws IOException {
    if (at != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        reader.read(json);
      } else {
        json.skipChildren();
      }
    }
  }

  /** Returns the scalar fields of a value, none if it is not an object. */
  static Map<String, String> scalarsOf(JsonParser json, JsonToken at) throws IOException {
    return isObject(json, at) ? scalars(json) : Map.of();
  }

  /** Returns the scalar fields of the object at whose beginning the parser is. */
  static Map<String, String> scalars(JsonParser json) throws IOException {
    Map<String, String> found = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        found.put(key, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return found;
  }

  /**
   * Returns the text of a scalar, empty if it is null, an object or an array, which are skipped.
   */
  static String scalar(JsonParser json, JsonToken at) throws IOException {
    if (at.isScalarValue() && at != JsonToken.VALUE_NULL) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  static long number(String text, long otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
