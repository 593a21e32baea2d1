// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param name the heading
 * @param type the type of its cells in OpenAPI's terms
 * @param format {@code name} for the column that names the object, else empty
 * @param priority 0 for columns that are always shown, 1 for those of {@code -o wide}
 * @param description what the column shows
 * @param cell reads the cell of an object: a String, a Number or a Boolean
 */
record Column(
    String name,
    String type,
    String format,
    int priority,
    String description,
    Function<JsonNode, Object> cell) {

  static Column of(String name, String description, Function<JsonNode, Object> cell) {
    return new Column(name, "string", "", 0, description, cell);
  }

  static Column named() {
    return named(Cells::name);
  }

  static Column named(Function<JsonNode, Object> cell) {
    return new Column("Name", "string", "name", 0, "The name of the object.", cell);
  }

  static Column age() {
    return of(
        "Age",
        "How long ago the object was created.",
        each -> Cells.since(each.at("/metadata/creationTimestamp").asText()));
  }

  /** Shows the cell with {@code -o wide} only. */
  Column wide() {
    return new Column(name, type, format, 1, description, cell);
  }

  Column type(String other) {
    return new Column(name, other, format, priority, description, cell);
  }
}
