// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.podsmith.testkit.cluster.RecordedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The objects that were created on the cluster, and the step that each of them comes from. */
final class CreatedObjects {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line of Podsmith's own account: {@code acme.log-shipper: volume acme-logs, ...}. */
  private static final Pattern ACCOUNT = Pattern.compile("^ {2}([a-z][a-z0-9.-]+): (.+)$");

  private static final Pattern EXECUTOR = Pattern.compile("-exec-(\\d+)");
  private static final String ENGINE = "podsmith.engine";

  private CreatedObjects() {}

  /**
   * Names the step that an object comes from.
   *
   * @param object kind and name
   * @param parts what each step contributed to the driver and to an executor
   */
  static String stepOf(String object, List<Map<String, String>> parts) {
    if (object.startsWith("Pod ")) {
      return EXECUTOR.matcher(object).find() ? "spark.executor-basics" : "spark.driver-basics";
    }
    String wanted = ofAnyExecutor(object);
    for (Map<String, String> steps : parts) {
      for (Map.Entry<String, String> step : steps.entrySet()) {
        List<String> contributed = List.of(step.getValue().split(", "));
        if (contributed.stream().anyMatch(part -> ofAnyExecutor(part).equals(wanted))) {
          return step.getKey();
        }
      }
    }
    return ENGINE;
  }

  /** The account of the steps shows the objects of the first executor only. */
  private static String ofAnyExecutor(String object) {
    return EXECUTOR.matcher(object).replaceAll("-exec-N");
  }

  /**
   * Lists each object that a request created, once, as {@code kind name}. The node's own requests,
   * such as those that create events, are left out.
   */
  static List<String> in(List<RecordedRequest> requests) {
    Map<String, Boolean> objects = new LinkedHashMap<>();
    for (RecordedRequest request : requests) {
      boolean creates = request.verb().equals("create") || request.verb().equals("patch");
      boolean isOfNode = request.userAgent().startsWith("podsmith-node");
      if (creates && request.status() == 201 && !isOfNode) {
        objects.put(nameOf(request), true);
      }
    }
    return new ArrayList<>(objects.keySet());
  }

  /** Returns the pods that requests created, as formatted JSON by name. */
  static Map<String, String> pods(List<RecordedRequest> requests) {
    Map<String, String> pods = new LinkedHashMap<>();
    for (RecordedRequest request : requests) {
      if (request.verb().equals("create")
          && request.resource().equals("pods")
          && request.status() == 201) {
        try {
          pods.put(request.name(), JSON.readTree(request.body()).toPrettyString());
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("The API server accepted an invalid pod", e);
        }
      }
    }
    return pods;
  }

  private static String nameOf(RecordedRequest request) {
    try {
      JsonNode body = JSON.readTree(request.body());
      return body.path("kind").asText(request.resource())
          + " "
          + body.path("metadata").path("name").asText(request.name());
    } catch (JsonProcessingException e) {
      return request.resource() + " " + request.name();
    }
  }

  /** Finds in a log the lines that say which step added what to a pod. */
  static Map<String, String> partsByStep(List<String> log, String heading) {
    Map<String, String> parts = new LinkedHashMap<>();
    boolean isInside = false;
    for (String line : log) {
      if (line.contains(heading)) {
        isInside = true;
        continue;
      }
      Matcher account = ACCOUNT.matcher(line);
      if (isInside && account.matches()) {
        parts.put(account.group(1), account.group(2));
      } else if (!parts.isEmpty()) {
        break;
      } else {
        isInside = false;
      }
    }
    return parts;
  }
}
