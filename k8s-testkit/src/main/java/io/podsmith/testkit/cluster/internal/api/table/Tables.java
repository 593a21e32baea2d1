// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Renders objects of one kind as tables with the columns of kube-apiserver 1.34. */
public final class Tables {
  /** How much of an object accompanies its row. */
  public enum Include {
    /** Nothing. */
    NONE,
    /** Its metadata. */
    METADATA,
    /** All of it. */
    OBJECT
  }

  private static final Map<String, List<Column>> COLUMNS = columns();

  /** What custom kinds have, of whose columns nothing is known. */
  private static final List<Column> CUSTOM = List.of(Column.named(), Column.age().type("date"));

  private final String version;
  private final Include include;
  private final List<Column> columns;
  private final boolean ofPods;

  /**
   * Prepares tables of one kind.
   *
   * @param version the version of {@code meta.k8s.io}
   * @param include how much of the objects is sent with the cells
   * @param group the API group of the kind, empty for the core group
   * @param plural the kind's plural name
   */
  public Tables(String version, Include include, String group, String plural) {
    this.version = version;
    this.include = include;
    this.columns = COLUMNS.getOrDefault(group + "/" + plural, CUSTOM);
    this.ofPods = group.isEmpty() && plural.equals("pods");
  }

  private static Map<String, List<Column>> columns() {
    Map<String, List<Column>> all = new HashMap<>(OtherColumns.all());
    CoreColumns.all().forEach((plural, columns) -> all.put("/" + plural, columns));
    WorkloadColumns.all().forEach((plural, columns) -> all.put("apps/" + plural, columns));
    return all;
  }

  /**
   * Renders one object or a list.
   *
   * @param document an object or a list, left unchanged
   * @param isList whether it is a list
   * @return the table
   */
  public ObjectNode table(JsonNode document, boolean isList) {
    ObjectNode table = empty();
    ObjectNode metadata = table.putObject("metadata");
    for (String field : Set.of("resourceVersion", "continue", "remainingItemCount")) {
      JsonNode value = document.path("metadata").path(field);
      if (!value.isMissingNode() && (isList || field.equals("resourceVersion"))) {
        metadata.set(field, value);
      }
    }
    ArrayNode headings = table.putArray("columnDefinitions");
    for (Column column : columns) {
      headings
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("format", column.format())
          .put("description", column.description())
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    if (isList) {
      String item = document.path("kind").asText().replaceFirst("List$", "");
      String apiVersion = document.path("apiVersion").asText();
      document.path("items").forEach(each -> rows.add(row(each, apiVersion, item)));
    } else {
      rows.add(row(document, "", ""));
    }
    return table;
  }

  /**
   * Renders the object of a watch event.
   *
   * @param object the object, left unchanged
   * @param isFirst whether it is the first of the watch, which brings the columns
   * @return the table
   */
  public ObjectNode event(JsonNode object, boolean isFirst) {
    ObjectNode table = table(object, false);
    if (!isFirst) {
      table.putNull("columnDefinitions");
    }
    return table;
  }

  private ObjectNode empty() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("kind", "Table")
        .put("apiVersion", "meta.k8s.io/" + version);
  }

  private ObjectNode row(JsonNode object, String apiVersion, String kind) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    ArrayNode cells = row.putArray("cells");
    for (Column column : columns) {
      Object value = column.cell().apply(object);
      if (value instanceof Number number) {
        cells.add(number.longValue());
      } else if (value instanceof Boolean flag) {
        cells.add(flag);
      } else {
        cells.add(value.toString());
      }
    }
    String phase = ofPods ? object.at("/status/phase").asText() : "";
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      row.putArray("conditions")
          .addObject()
          .put("type", "Completed")
          .put("status", "True")
          .put("reason", phase)
          .put(
              "message",
              phase.equals("Failed") ? "The pod failed." : "The pod has completed successfully.");
    }
    if (include == Include.METADATA) {
      ObjectNode partial = row.putObject("object");
      partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/" + version);
      partial.set("metadata", object.path("metadata"));
    } else if (include == Include.OBJECT) {
      ObjectNode whole = row.putObject("object");
      // Elements of a list do not repeat what they are; rows do.
      if (!kind.isEmpty()) {
        whole.put("kind", kind).put("apiVersion", apiVersion);
      }
      whole.setAll((ObjectNode) object);
    } else {
      row.putNull("object");
    }
    return row;
  }
}
