// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A page of a list, read token by token.
 *
 * @param version the resource version of the list, empty if it has none
 * @param next the token of the next page, if there is one
 */
record ListDocument(String version, Optional<String> next) {
  /**
   * Reads a list. An item that is not an object is left out, as a client that knows less would do.
   *
   * @param items reads each item, at whose beginning the parser is
   * @return empty if the text is an object other than a list
   * @throws ApiFailure if the text is broken or not an object
   */
  static Optional<ListDocument> read(byte[] body, JsonObjects.ObjectReader items) {
    String version = "";
    String next = "";
    boolean isList = false;
    try (JsonParser json = JsonObjects.JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is not an object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("items")) {
          // An empty list of some servers is null.
          isList |= value == JsonToken.START_ARRAY || value == JsonToken.VALUE_NULL;
          JsonObjects.forEachObject(json, value, items);
        } else if (field.equals("metadata")) {
          Map<String, String> metadata = JsonObjects.scalarsOf(json, value);
          version = metadata.getOrDefault("resourceVersion", "");
          next = metadata.getOrDefault("continue", "");
        } else {
          json.skipChildren();
        }
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    }
    return isList
        ? Optional.of(
            new ListDocument(version, next.isEmpty() ? Optional.empty() : Optional.of(next)))
        : Optional.empty();
  }

  static ApiFailure unreadable(String why) {
    return unreadable(why, new IOException(why));
  }

  private static ApiFailure unreadable(String why, Exception cause) {
    return ApiFailure.noAnswer("cannot parse the list from the API server: " + why, cause);
  }
}
