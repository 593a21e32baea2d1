// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodRules;
import io.podsmith.core.pods.SchedulingGates;
import io.podsmith.scheduler.pods.cluster.ClusterApi.CreatedPod;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.model.PodCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A pod, read token by token.
 *
 * <p>Most of a pod (its spec, managed fields, image digests) is not needed and is skipped, which
 * costs a fraction of reading it into the model.
 */
public final class PodDocument {
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";
  private static final String NEVER = "Never";
  private static final String TRUE = "true";
  private static final String FALSE = "False";
  private static final int USUAL_GRACE_SECONDS = 30;
  private static final Set<String> TELLING_WHERE_TRUE =
      Set.of(PodCondition.DISRUPTION, PodCondition.RESIZE_PENDING);

  private final Map<String, String> text = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private boolean endsInitialEvents;
  private final Map<String, String> memoryLimits = new HashMap<>();
  private final List<String> claims = new ArrayList<>();
  private final List<String> gates = new ArrayList<>(0);
  private final List<ContainerState> containers = new ArrayList<>();
  private final List<PodCondition> conditions = new ArrayList<>();
  private final Map<String, ContainerState> lastEnds = new HashMap<>();
  private final Map<String, Integer> restarts = new HashMap<>();

  private PodDocument() {}

  /** Reads the object that the parser stands at the beginning of. */
  public static PodDocument read(JsonParser json) throws IOException {
    PodDocument document = new PodDocument();
    document.readRoot(json);
    return document;
  }

  /** Reads what identifies the pod that the parser stands at the beginning of, and nothing more. */
  static CreatedPod readCreated(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
        return readIdentity(json);
      }
      json.skipChildren();
    }
    return new CreatedPod("", 0);
  }

  private static CreatedPod readIdentity(JsonParser json) throws IOException {
    String uid = "";
    String version = "";
    while ((uid.isEmpty() || version.isEmpty()) && json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("uid")) {
        uid = json.getValueAsString("");
      } else if (name.equals("resourceVersion")) {
        version = json.getValueAsString("");
      }
      json.skipChildren();
    }
    return new CreatedPod(uid, JsonObjects.number(version, 0));
  }

  public String name() {
    return text("metadata.name");
  }

  public String uid() {
    return text("metadata.uid");
  }

  String resourceVersion() {
    return text("metadata.resourceVersion");
  }

  /** Returns the resource version, 0 where it is not a number. */
  public long version() {
    return JsonObjects.number(resourceVersion(), 0);
  }

  public String label(String key) {
    return labels.getOrDefault(key, "");
  }

  /** Returns whether this bookmark ends the initial events. */
  boolean endsInitialEvents() {
    return endsInitialEvents;
  }

  boolean isDeleting() {
    return text.containsKey("metadata.deletionTimestamp");
  }

  /** Returns whether the pod is pending or running, and is not being deleted. */
  public boolean isAlive() {
    String phase = text("status.phase");
    return !isDeleting()
        && !phase.equals("Succeeded")
        && !phase.equals("Failed")
        && !label(Constants.SPARK_EXECUTOR_INACTIVE_LABEL).equals(TRUE);
  }

  /** Returns the id of its resource profile, 0 if the pod does not name one. */
  public int profileId() {
    return (int) JsonObjects.number(label(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL), 0);
  }

  /** The pod as an executor's, empty where it is none. */
  public Optional<ExecutorPod> toExecutorPod(PodRules rules) {
    String idLabel = label(Constants.SPARK_EXECUTOR_ID_LABEL);
    boolean awaitsId = idLabel.equals(ExecutorSpecFactory.ID_IN_TEMPLATE);
    long id = awaitsId ? ExecutorPod.NO_ID : JsonObjects.number(idLabel, -1);
    if (id < 0 && !awaitsId) {
      return Optional.empty();
    }
    String container = rules.sparkContainer();
    OptionalInt exitCode = OptionalInt.empty();
    for (ContainerState state : containers) {
      if (state.isTerminated() && state.name().equals(container)) {
        exitCode = state.exitCode();
        break;
      }
    }
    return Optional.of(
        new ExecutorPod(
            id,
            name(),
            uid(),
            version(),
            profileId(),
            phase(rules, exitCode),
            isDeleting(),
            label(Constants.SPARK_EXECUTOR_INACTIVE_LABEL).equals(TRUE),
            graceSeconds(),
            text("spec.nodeName").intern(),
            List.copyOf(claims),
            memoryLimits.getOrDefault(container, "").intern(),
            text("status.reason"),
            text("status.message"),
            List.copyOf(containers),
            conditions(),
            exitCode,
            restarts.getOrDefault(container, 0),
            Optional.ofNullable(lastEnds.get(container))));
  }

  private List<PodCondition> conditions() {
    // Gates are rare, and this runs for each event.
    return gates.isEmpty()
        ? List.copyOf(conditions)
        : conditions.stream().map(this::withGates).toList();
  }

  private PodCondition withGates(PodCondition condition) {
    return new PodCondition(
        condition.type(),
        condition.reason(),
        SchedulingGates.name(condition.reason(), condition.message(), gates));
  }

  private int graceSeconds() {
    long ofSpec =
        JsonObjects.number(text("spec.terminationGracePeriodSeconds"), USUAL_GRACE_SECONDS);
    return (int) JsonObjects.number(text("metadata.deletionGracePeriodSeconds"), ofSpec);
  }

  private ExecutorPhase phase(PodRules rules, OptionalInt exitCode) {
    String phase = text("status.phase").toLowerCase(Locale.ROOT);
    if (isDeleting() && !phase.equals("running") && !phase.equals("terminating")) {
      return ExecutorPhase.DELETED;
    }
    return switch (phase) {
      case "pending" -> ExecutorPhase.PENDING;
      case "running" -> runningPhase(rules, exitCode);
      case "succeeded" -> ExecutorPhase.SUCCEEDED;
      case "failed" -> ExecutorPhase.FAILED;
      case "terminating" -> ExecutorPhase.TERMINATING;
      // A pod that was created this very moment has no status yet.
      case "" -> ExecutorPhase.PENDING;
      default -> ExecutorPhase.UNKNOWN;
    };
  }

  /** A pod goes on running as long as one container does, which need not be Spark's. */
  private ExecutorPhase runningPhase(PodRules rules, OptionalInt exitCode) {
    boolean anyFailed =
        rules.checkAllContainers()
            && text("spec.restartPolicy").equals(NEVER)
            && containers.stream().anyMatch(c -> c.exitCode().orElse(0) != 0);
    if (anyFailed) {
      return ExecutorPhase.FAILED;
    }
    if (exitCode.isEmpty()) {
      return ExecutorPhase.RUNNING;
    }
    return exitCode.getAsInt() == 0 ? ExecutorPhase.SUCCEEDED : ExecutorPhase.FAILED;
  }

  private void readRoot(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "metadata" -> readMetadata(json, value);
        case "spec" -> readSpec(json, value);
        case "status" -> readStatus(json, value);
        default -> json.skipChildren();
      }
    }
  }

  private void readMetadata(JsonParser json, JsonToken at) throws IOException {
    if (!JsonObjects.isObject(json, at)) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("labels") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String key = json.currentName();
          labels.put(key, JsonObjects.scalar(json, json.nextToken()));
        }
      } else if (field.equals("annotations") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          endsInitialEvents |= json.currentName().equals(INITIAL_EVENTS_END);
          json.nextToken();
          json.skipChildren();
        }
      } else {
        readScalar(json, value, "metadata." + field);
      }
    }
  }

  private void readSpec(JsonParser json, JsonToken at) throws IOException {
    if (!JsonObjects.isObject(json, at)) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "volumes" -> JsonObjects.forEachObject(json, value, this::readVolume);
        case "containers" -> JsonObjects.forEachObject(json, value, this::readContainerSpec);
        case "schedulingGates" -> JsonObjects.forEachObject(json, value, this::readGate);
        default -> readScalar(json, value, "spec." + field);
      }
    }
  }

  private void readGate(JsonParser json) throws IOException {
    gates.add(JsonObjects.scalars(json).getOrDefault("name", ""));
  }

  private void readVolume(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("persistentVolumeClaim")) {
        String claim = JsonObjects.scalarsOf(json, value).get("claimName");
        if (claim != null) {
          claims.add(claim);
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private void readContainerSpec(JsonParser json) throws IOException {
    String name = "";
    String limit = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals("name")) {
        name = JsonObjects.scalar(json, value);
      } else if (field.equals("resources") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean isLimits = json.currentName().equals("limits");
          JsonToken amounts = json.nextToken();
          if (isLimits) {
            limit = JsonObjects.scalarsOf(json, amounts).getOrDefault("memory", "");
          } else {
            json.skipChildren();
          }
        }
      } else {
        json.skipChildren();
      }
    }
    memoryLimits.put(name, limit);
  }

  private void readStatus(JsonParser json, JsonToken at) throws IOException {
    if (!JsonObjects.isObject(json, at)) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "containerStatuses" ->
            JsonObjects.forEachObject(json, value, this::readContainerStatus);
        case "conditions" -> JsonObjects.forEachObject(json, value, this::readCondition);
        default -> readScalar(json, value, "status." + field);
      }
    }
  }

  private void readContainerStatus(JsonParser json) throws IOException {
    String name = "";
    int restartCount = 0;
    State state = State.NONE;
    State last = State.NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "name" -> name = JsonObjects.scalar(json, value);
        case "restartCount" ->
            restartCount = (int) JsonObjects.number(JsonObjects.scalar(json, value), 0);
        case "state" -> state = readState(json, value);
        case "lastState" -> last = readState(json, value);
        default -> json.skipChildren();
      }
    }
    if (state.isTerminated() || state.kind().equals("waiting")) {
      containers.add(state.of(name));
    }
    if (restartCount > 0) {
      restarts.put(name, restartCount);
    }
    if (last.isTerminated()) {
      lastEnds.put(name, last.of(name));
    }
  }

  /** One of waiting, running and terminated, with what is said about it. */
  private record State(String kind, Map<String, String> details) {
    static final State NONE = new State("", Map.of());

    boolean isTerminated() {
      return kind.equals("terminated");
    }

    ContainerState of(String container) {
      return new ContainerState(
          container,
          details.getOrDefault("reason", ""),
          details.getOrDefault("message", ""),
          isTerminated()
              ? OptionalInt.of((int) JsonObjects.number(details.getOrDefault("exitCode", ""), -1))
              : OptionalInt.empty());
    }
  }

  private static State readState(JsonParser json, JsonToken at) throws IOException {
    if (!JsonObjects.isObject(json, at)) {
      return State.NONE;
    }
    State state = State.NONE;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String kind = json.currentName();
      state = new State(kind, JsonObjects.scalarsOf(json, json.nextToken()));
    }
    return state;
  }

  private void readCondition(JsonParser json) throws IOException {
    Map<String, String> condition = JsonObjects.scalars(json);
    String type = condition.getOrDefault("type", "");
    boolean isFalse = FALSE.equals(condition.get("status"));
    boolean tells =
        type.equals(PodCondition.SCHEDULED)
            ? isFalse
            : TELLING_WHERE_TRUE.contains(type) && !isFalse;
    if (tells) {
      conditions.add(
          new PodCondition(
              type, condition.getOrDefault("reason", ""), condition.getOrDefault("message", "")));
    }
  }

  private void readScalar(JsonParser json, JsonToken at, String key) throws IOException {
    if (at.isScalarValue() && at != JsonToken.VALUE_NULL) {
      text.put(key, json.getText());
    } else {
      json.skipChildren();
    }
  }

  private String text(String key) {
    return text.getOrDefault(key, "");
  }
}
