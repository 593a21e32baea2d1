// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The columns of workloads. */
final class WorkloadColumns {
  private static final String REPLICAS = "/spec/replicas";
  private static final String READY = "/status/readyReplicas";

  private WorkloadColumns() {}

  /** Returns the columns by the plural name of the kind. */
  static Map<String, List<Column>> all() {
    Column containers = ofTemplate("Containers", "The names of the containers.", "name");
    Column images = ofTemplate("Images", "The images of the containers.", "image");
    Column selector =
        Column.of(
                "Selector",
                "The labels of the pods.",
                each -> Cells.selector(each.at("/spec/selector")))
            .wide();
    Column ready =
        Column.of(
            "Ready",
            "How many pods are ready, of the desired number.",
            each -> each.at(READY).asLong() + "/" + each.at(REPLICAS).asLong());
    return Map.of(
        "statefulsets",
        List.of(Column.named(), ready, Column.age(), containers, images),
        "deployments",
        List.of(
            Column.named(),
            ready,
            Column.of("Up-to-date", "Pods of the newest template.", at("/status/updatedReplicas")),
            Column.of("Available", "Pods in service.", at("/status/availableReplicas")),
            Column.age(),
            containers,
            images,
            selector),
        "replicasets",
        List.of(
            Column.named(),
            Column.of("Desired", "The desired number of pods.", at(REPLICAS)).type("integer"),
            Column.of("Current", "How many pods exist.", at("/status/replicas")).type("integer"),
            Column.of("Ready", "How many pods are ready.", at(READY)).type("integer"),
            Column.age(),
            containers,
            images,
            selector));
  }

  private static Function<JsonNode, Object> at(String pointer) {
    return each -> each.at(pointer).asLong();
  }

  private static Column ofTemplate(String heading, String description, String field) {
    return Column.of(
            heading,
            description,
            each -> String.join(",", Cells.texts(each.at("/spec/template/spec/containers"), field)))
        .wide();
  }
}
