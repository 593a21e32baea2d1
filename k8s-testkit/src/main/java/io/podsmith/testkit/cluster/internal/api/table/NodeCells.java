// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;

/** The columns of nodes. */
final class NodeCells {
  private static final String ROLE_LABEL = "node-role.kubernetes.io/";

  private NodeCells() {}

  static List<Column> columns() {
    return List.of(
        Column.named(),
        Column.of("Status", "Whether the node takes pods.", NodeCells::status),
        Column.of("Roles", "The roles, by label.", NodeCells::roles),
        Column.age(),
        Column.of(
            "Version", "The version of the kubelet.", each -> info(each, "kubeletVersion", "")),
        Column.of("Internal-IP", "The address.", each -> address(each, "InternalIP")).wide(),
        Column.of("External-IP", "The public address.", each -> address(each, "ExternalIP")).wide(),
        Column.of("OS-Image", "The system.", each -> info(each, "osImage", Cells.UNKNOWN)).wide(),
        Column.of(
                "Kernel-Version", "The kernel.", each -> info(each, "kernelVersion", Cells.UNKNOWN))
            .wide(),
        Column.of(
                "Container-Runtime",
                "What runs containers.",
                each -> info(each, "containerRuntimeVersion", Cells.UNKNOWN))
            .wide());
  }

  private static String info(JsonNode node, String field, String otherwise) {
    return Cells.text(node, "/status/nodeInfo/" + field, otherwise);
  }

  private static String status(JsonNode node) {
    String status = "Unknown";
    for (JsonNode each : node.at("/status/conditions")) {
      if (each.path("type").asText().equals("Ready")) {
        status = each.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(JsonNode node) {
    TreeSet<String> roles = new TreeSet<>();
    for (var label : node.at("/metadata/labels").properties()) {
      String key = label.getKey();
      if (key.startsWith(ROLE_LABEL) && key.length() > ROLE_LABEL.length()) {
        roles.add(key.substring(ROLE_LABEL.length()));
      } else if (key.equals("kubernetes.io/role") && !label.getValue().asText().isEmpty()) {
        roles.add(label.getValue().asText());
      }
    }
    return Cells.orNone(String.join(",", roles));
  }

  private static String address(JsonNode node, String type) {
    for (JsonNode each : node.at("/status/addresses")) {
      if (each.path("type").asText().equals(type)) {
        return each.path("address").asText();
      }
    }
    return Cells.NONE;
  }
}
