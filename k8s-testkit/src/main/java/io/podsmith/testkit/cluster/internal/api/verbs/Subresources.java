// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.PodLogRequest;
import io.podsmith.testkit.cluster.PodLogSource;
import io.podsmith.testkit.cluster.internal.api.patch.MergePatch;
import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.Decoder;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;
import io.podsmith.testkit.cluster.internal.api.storage.ObjectStore;
import io.podsmith.testkit.cluster.internal.api.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What is below an object and is more than another way to read or write it. */
public final class Subresources {
  private final ObjectStore store;
  private final UnaryOperator<String> tokens;
  private volatile PodLogSource logs = request -> InputStream.nullInputStream();

  public Subresources(ObjectStore store, UnaryOperator<String> tokens) {
    this.store = store;
    this.tokens = tokens;
  }

  public void setLogs(PodLogSource source) {
    logs = source;
  }

  /** Answers the call if it is for one of these; empty where it is an ordinary one. */
  Optional<Reply> handle(ApiCall call, Operations operations) {
    return switch (call.subresource()) {
      case "log" -> Optional.of(log(call, operations.find(call)));
      case "binding" -> Optional.of(bind(call, operations));
      case "eviction" -> Optional.of(evict(call, operations));
      case "scale" -> Optional.of(scale(call, operations));
      case "token" -> Optional.of(token(call, operations));
      default -> Optional.empty();
    };
  }

  private Reply log(ApiCall call, StoredObject pod) {
    String container = container(pod, call.parameter("container"));
    long limit = call.number("limitBytes").orElse(Long.MAX_VALUE);
    if (Json.text(pod.tree(), "spec", "nodeName").isEmpty()) {
      // Nobody has its log yet.
      return new Reply.Document(204, new byte[0], List.of());
    }
    JsonNode waiting = waiting(pod, container);
    boolean previous = call.flag("previous");
    if (!waiting.isMissingNode() && !previous) {
      throw ApiException.badRequest(
          "container \""
              + container
              + "\" in pod \""
              + pod.name()
              + "\" is waiting to start: "
              + Json.text(waiting, "reason"));
    }
    PodLogRequest request =
        new PodLogRequest(
            pod.namespace(),
            pod.name(),
            pod.uid(),
            container,
            call.flag("follow"),
            previous,
            call.number("tailLines").map(OptionalLong::of).orElse(OptionalLong.empty()));
    return new Reply.Text(() -> open(request), limit);
  }

  private InputStream open(PodLogRequest request) throws IOException {
    return logs.open(request);
  }

  private static String container(StoredObject pod, String wanted) {
    JsonNode spec = pod.tree().path("spec");
    List<String> names = names(spec.path("containers"));
    List<String> initNames = names(spec.path("initContainers"));
    if (wanted.isEmpty()) {
      if (names.size() == 1 && initNames.isEmpty()) {
        return names.get(0);
      }
      List<String> all = new ArrayList<>(initNames);
      all.addAll(names);
      throw ApiException.badRequest(
          "a container name must be specified for pod "
              + pod.name()
              + ", choose one of: ["
              + String.join(" ", all)
              + "]");
    }
    if (!names.contains(wanted) && !initNames.contains(wanted)) {
      throw ApiException.badRequest("container " + wanted + " is not valid for pod " + pod.name());
    }
    return wanted;
  }

  private static List<String> names(JsonNode containers) {
    return Json.objects(containers).stream()
        .map(each -> Json.text(each, "name"))
        .collect(Collectors.toList());
  }

  private static JsonNode waiting(StoredObject pod, String container) {
    for (String list : List.of("containerStatuses", "initContainerStatuses")) {
      for (JsonNode status : pod.tree().path("status").path(list)) {
        if (Json.text(status, "name").equals(container)) {
          return status.path("state").path("waiting");
        }
      }
    }
    return Json.object().path("waiting");
  }

  /** Gives a pod to a node, as a scheduler does. */
  private Reply bind(ApiCall call, Operations operations) {
    ObjectNode binding = Decoder.parse(call, "Binding");
    if (!Json.name(binding).equals(call.name())) {
      throw ApiException.badRequest("name in URL does not match name in Binding object");
    }
    String node = Json.text(binding, "target", "name");
    if (node.isEmpty()) {
      throw ApiException.invalid(
          "", "Binding", "", List.of(FieldError.required("target.name", "")));
    }
    store.locked(
        () -> {
          StoredObject present = operations.find(call);
          String already = Json.text(present.tree(), "spec", "nodeName");
          if (present.isBeingDeleted()) {
            throw cannotBind(
                present,
                "pod " + present.name() + " is being deleted, cannot be assigned to a host");
          }
          if (!already.isEmpty()) {
            throw cannotBind(
                present,
                "pod " + present.name() + " is already assigned to node \"" + already + "\"");
          }
          ObjectNode pod = present.copy();
          Json.child(pod, "spec").put("nodeName", node);
          setCondition(Json.child(pod, "status"), "PodScheduled", "True");
          return store.update(present, pod);
        });
    return created();
  }

  private static ApiException cannotBind(StoredObject pod, String why) {
    return ApiException.cannotBind(pod.name(), why);
  }

  private static void setCondition(ObjectNode status, String type, String value) {
    ArrayNode conditions =
        status.get("conditions") instanceof ArrayNode list ? list : status.putArray("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      if (Json.text(conditions.get(i), "type").equals(type)) {
        conditions.remove(i);
        break;
      }
    }
    conditions
        .addObject()
        .put("type", type)
        .put("status", value)
        .put("lastTransitionTime", Timestamps.now());
  }

  /** Deletes a pod. */
  private Reply evict(ApiCall call, Operations operations) {
    ObjectNode eviction = Decoder.parse(call, "Eviction");
    if (!Json.name(eviction).isEmpty() && !Json.name(eviction).equals(call.name())) {
      throw ApiException.badRequest("name in URL does not match name in Eviction object");
    }
    JsonNode wanted = eviction.path("deleteOptions").path("gracePeriodSeconds");
    Optional<Long> grace = wanted.isNumber() ? Optional.of(wanted.asLong()) : Optional.empty();
    store.locked(
        () -> operations.delete(call, operations.find(call), new DeleteOptions(grace, "", "", "")));
    return created();
  }

  private static Reply created() {
    ObjectNode success = Json.object().put("kind", "Status").put("apiVersion", "v1");
    success.putObject("metadata");
    return Reply.Document.of(201, success.put("status", "Success").put("code", 201));
  }

  /** How many pods a workload is to have, and has. */
  private Reply scale(ApiCall call, Operations operations) {
    if (call.verb().equals("get")) {
      return Reply.Document.of(200, scaleOf(operations.find(call)));
    }
    return store.locked(
        () -> {
          StoredObject present = operations.find(call);
          ObjectNode scale =
              call.verb().equals("patch")
                  ? MergePatch.apply(scaleOf(present), Decoder.parse(call, "Scale"))
                  : Decoder.parse(call, "Scale");
          int replicas = scale.path("spec").path("replicas").asInt();
          if (replicas < 0) {
            throw ApiException.invalid(
                "autoscaling",
                "Scale",
                present.name(),
                List.of(
                    FieldError.invalid(
                        "spec.replicas", replicas, "must be greater than or equal to 0")));
          }
          ObjectNode workload = present.copy();
          String version = Json.text(scale, "metadata", "resourceVersion");
          if (version.isEmpty()) {
            Json.metadata(workload).remove("resourceVersion");
          } else {
            Json.metadata(workload).put("resourceVersion", version);
          }
          Json.child(workload, "spec").put("replicas", replicas);
          return Reply.Document.of(
              200, scaleOf(operations.replace(call, present, workload, "scale")));
        });
  }

  private static ObjectNode scaleOf(StoredObject workload) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.put(field, Json.text(workload.tree(), "metadata", field));
    }
    ObjectNode spec = scale.putObject("spec");
    int replicas = workload.tree().path("spec").path("replicas").asInt();
    if (replicas != 0) {
      spec.put("replicas", replicas);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", workload.tree().path("status").path("replicas").asInt());
    List<String> labels = new ArrayList<>();
    JsonNode selector = workload.tree().path("spec").path("selector");
    for (var label : Json.fields(selector.path("matchLabels"))) {
      labels.add(label.getKey() + "=" + label.getValue().asText());
    }
    status.put("selector", String.join(",", labels));
    return scale;
  }

  /** Issues a token for a service account. */
  private Reply token(ApiCall call, Operations operations) {
    StoredObject account = operations.find(call);
    ObjectNode request = Decoder.parse(call, "TokenRequest");
    request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    long seconds = request.path("spec").path("expirationSeconds").asLong(3600);
    Json.child(request, "spec").set("expirationSeconds", Json.number(seconds));
    ObjectNode status = request.putObject("status");
    status.put(
        "token",
        tokens.apply("system:serviceaccount:" + account.namespace() + ":" + account.name()));
    status.put(
        "expirationTimestamp",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds).toString());
    return Reply.Document.of(201, request);
  }
}
