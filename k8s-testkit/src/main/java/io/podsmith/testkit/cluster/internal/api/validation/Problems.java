// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an object, and makes the checks that many fields share. */
final class Problems {
  private final List<FieldError> found = new ArrayList<>();

  /** A rule for a text: returns what it breaks. */
  interface Rule {
    List<String> check(String text);
  }

  void add(FieldError problem) {
    found.add(problem);
  }

  void addAll(List<FieldError> problems) {
    found.addAll(problems);
  }

  /** Checks a text by a rule unless it is empty. */
  void addAll(String field, JsonNode parent, String name, Rule rule) {
    String value = Json.text(parent, name);
    if (!value.isEmpty()) {
      for (String why : rule.check(value)) {
        found.add(FieldError.invalid(field, value, why));
      }
    }
  }

  /** Checks that a text is there. */
  void require(JsonNode parent, String path, String name) {
    if (Json.text(parent, name).isEmpty()) {
      found.add(FieldError.required(path + "." + name, ""));
    }
  }

  /** Checks that a text is there and is one of several. */
  void checkOneOf(JsonNode parent, String path, String name, List<String> values) {
    String value = Json.text(parent, name);
    if (value.isEmpty()) {
      found.add(FieldError.required(path + "." + name, ""));
    } else if (!values.contains(value)) {
      found.add(FieldError.unsupported(path + "." + name, value, values));
    }
  }

  /** Checks that a path is relative and stays below its start. */
  void checkRelative(String value, String field) {
    if (value.startsWith("/")) {
      found.add(FieldError.invalid(field, value, "must be a relative path"));
    }
    checkNoBackSteps(value, field);
  }

  void checkNoBackSteps(String value, String field) {
    if (List.of(value.split("/")).contains("..")) {
      found.add(FieldError.invalid(field, value, "must not contain '..'"));
    }
  }

  int count() {
    return found.size();
  }

  List<FieldError> all() {
    return found;
  }
}
