// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a table says of a pod: one word for its state, and how often its containers restarted. */
final class PodCells {
  private static final Set<String> FINAL_PHASES = Set.of("Succeeded", "Failed");

  private final JsonNode pod;
  private final JsonNode status;
  private final Set<String> sidecars = new HashSet<>();
  private String reason;
  private int ready;
  private long restarts;
  private String lastRestart = "";

  private PodCells(JsonNode pod) {
    this.pod = pod;
    this.status = pod.path("status");
    for (JsonNode init : pod.at("/spec/initContainers")) {
      if (init.path("restartPolicy").asText().equals("Always")) {
        sidecars.add(init.path("name").asText());
      }
    }
    this.reason = Cells.text(status, "/reason", status.path("phase").asText());
    if (hasCondition("PodScheduled", "False", "SchedulingGated")) {
      reason = "SchedulingGated";
    }
    boolean isInitializing = readInitContainers();
    if (!isInitializing || hasCondition("Initialized", "True", "")) {
      readContainers();
    }
    boolean isDeleted = pod.at("/metadata").has("deletionTimestamp");
    if (isDeleted && status.path("reason").asText().equals("NodeLost")) {
      reason = "Unknown";
    } else if (isDeleted && !FINAL_PHASES.contains(status.path("phase").asText())) {
      reason = "Terminating";
    }
  }

  static List<Column> columns() {
    return List.of(
        Column.named(),
        Column.of(
            "Ready",
            "How many containers are ready, of all.",
            each -> {
              PodCells pod = new PodCells(each);
              int all = each.at("/spec/containers").size() + pod.sidecars.size();
              return pod.ready + "/" + all;
            }),
        Column.of("Status", "The state of the containers.", each -> new PodCells(each).reason),
        Column.of(
            "Restarts",
            "How often containers were restarted, and when last.",
            each -> new PodCells(each).restarts()),
        Column.age(),
        Column.of("IP", "The address.", each -> Cells.text(each, "/status/podIP", Cells.NONE))
            .wide(),
        Column.of("Node", "The node.", each -> Cells.text(each, "/spec/nodeName", Cells.NONE))
            .wide(),
        Column.of(
                "Nominated Node",
                "The node on which room is made for the pod.",
                each -> Cells.text(each, "/status/nominatedNodeName", Cells.NONE))
            .wide(),
        Column.of(
                "Readiness Gates",
                "How many readiness gates are fulfilled, of all.",
                PodCells::readinessGates)
            .wide());
  }

  private String restarts() {
    return restarts > 0 && !lastRestart.isEmpty()
        ? "%d (%s ago)".formatted(restarts, Cells.since(lastRestart))
        : Long.toString(restarts);
  }

  /** Returns whether init containers are what the pod is about. */
  private boolean readInitContainers() {
    JsonNode all = status.path("initContainerStatuses");
    long ofSidecars = 0;
    String lastOfSidecars = "";
    boolean isInitializing = false;
    for (int i = 0; i < all.size() && !isInitializing; i++) {
      JsonNode container = all.get(i);
      boolean isSidecar = sidecars.contains(container.path("name").asText());
      count(container);
      if (isSidecar) {
        ofSidecars += container.path("restartCount").asLong();
        lastOfSidecars = later(lastOfSidecars, lastEnd(container));
      }
      JsonNode terminated = container.at("/state/terminated");
      String waiting = container.at("/state/waiting/reason").asText();
      if (!terminated.isMissingNode() && terminated.path("exitCode").asInt() == 0) {
        continue;
      }
      if (isSidecar && container.path("started").asBoolean()) {
        ready += container.path("ready").asBoolean() ? 1 : 0;
        continue;
      }
      isInitializing = true;
      if (!terminated.isMissingNode()) {
        reason = "Init:" + end(terminated);
      } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
        reason = "Init:" + waiting;
      } else {
        reason = "Init:%d/%d".formatted(i, pod.at("/spec/initContainers").size());
      }
    }
    if (!isInitializing || hasCondition("Initialized", "True", "")) {
      restarts = ofSidecars;
      lastRestart = lastOfSidecars;
    }
    return isInitializing;
  }

  private void readContainers() {
    boolean hasRunning = false;
    List<JsonNode> all = new ArrayList<>();
    status.path("containerStatuses").forEach(each -> all.add(0, each));
    for (JsonNode container : all) {
      count(container);
      JsonNode terminated = container.at("/state/terminated");
      String waiting = container.at("/state/waiting/reason").asText();
      if (!waiting.isEmpty()) {
        reason = waiting;
      } else if (!terminated.isMissingNode()) {
        reason = end(terminated);
      } else if (container.path("ready").asBoolean() && container.at("/state").has("running")) {
        hasRunning = true;
        ready++;
      }
    }
    if (reason.equals("Completed") && hasRunning) {
      reason = hasCondition("Ready", "True", "") ? "Running" : "NotReady";
    }
  }

  private void count(JsonNode container) {
    restarts += container.path("restartCount").asLong();
    lastRestart = later(lastRestart, lastEnd(container));
  }

  private static String lastEnd(JsonNode container) {
    return container.at("/lastState/terminated/finishedAt").asText();
  }

  /** Times of the API sort as texts. */
  private static String later(String one, String other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static String end(JsonNode terminated) {
    String words = terminated.path("reason").asText();
    if (!words.isEmpty()) {
      return words;
    }
    int signal = terminated.path("signal").asInt();
    return signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.path("exitCode").asInt();
  }

  private boolean hasCondition(String type, String value, String why) {
    for (JsonNode each : status.path("conditions")) {
      if (each.path("type").asText().equals(type) && each.path("status").asText().equals(value)) {
        return why.isEmpty() || each.path("reason").asText().equals(why);
      }
    }
    return false;
  }

  private static String readinessGates(JsonNode pod) {
    JsonNode gates = pod.at("/spec/readinessGates");
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    int fulfilled = 0;
    PodCells cells = new PodCells(pod);
    for (JsonNode gate : gates) {
      fulfilled += cells.hasCondition(gate.path("conditionType").asText(), "True", "") ? 1 : 0;
    }
    return fulfilled + "/" + gates.size();
  }
}
