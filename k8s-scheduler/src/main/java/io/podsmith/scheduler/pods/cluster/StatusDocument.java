// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A {@code Status}: what the API server sends in place of an object if a request fails. */
final class StatusDocument {
  private final Set<String> causes = new HashSet<>();
  private String code = "";
  private String reason = "";
  private String message = "";
  private String retryAfter = "";

  private StatusDocument() {}

  /** Reads the object at whose beginning the parser is. */
  static StatusDocument read(JsonParser json) throws IOException {
    StatusDocument status = new StatusDocument();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "code" -> status.code = JsonObjects.scalar(json, value);
        case "reason" -> status.reason = JsonObjects.scalar(json, value);
        case "message" -> status.message = JsonObjects.scalar(json, value);
        case "details" -> status.readDetails(json, value);
        default -> json.skipChildren();
      }
    }
    return status;
  }

  /** Reads the status in a watch event of type {@code ERROR}; empty if the event has no object. */
  static Optional<StatusDocument> ofWatchEvent(byte[] event, int length) throws IOException {
    Optional<StatusDocument> status = Optional.empty();
    try (JsonParser json = JsonObjects.JSON.createParser(event, 0, length)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isObject = json.currentName().equals("object");
        if (json.nextToken() == JsonToken.START_OBJECT && isObject) {
          status = Optional.of(read(json));
        } else {
          json.skipChildren();
        }
      }
    }
    return status;
  }

  /** The HTTP code, 0 if the status has none. */
  int code() {
    return (int) JsonObjects.number(code, 0);
  }

  String reason() {
    return reason;
  }

  String message() {
    return message;
  }

  /** The reasons of the causes in the details. */
  Set<String> causes() {
    return Set.copyOf(causes);
  }

  /** The pause that the server requests, in seconds. */
  OptionalInt retryAfterSeconds() {
    try {
      return retryAfter.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(retryAfter));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private void readDetails(JsonParser json, JsonToken at) throws IOException {
    if (!JsonObjects.isObject(json, at)) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "causes" -> JsonObjects.forEachObject(json, value, this::readCause);
        case "retryAfterSeconds" -> retryAfter = JsonObjects.scalar(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private void readCause(JsonParser json) throws IOException {
    String cause = JsonObjects.scalars(json).get("reason");
    if (cause != null) {
      causes.add(cause);
    }
  }
}
