// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Prints JSON as Go's {@code %v} prints maps and lists, as some messages of kube-apiserver do. */
public final class GoPrinter {
  private GoPrinter() {}

  public static String print(JsonNode value) {
    if (value.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(each -> sorted.put(each.getKey(), each.getValue()));
      return sorted.entrySet().stream()
          .map(each -> each.getKey() + ":" + print(each.getValue()))
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(GoPrinter::print)
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return value.isNull() ? "<nil>" : value.asText();
  }
}
