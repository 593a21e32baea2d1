package io.podsmith.testkit.cluster.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.PodLogRequest;
import io.podsmith.testkit.cluster.PodLogSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** What is below an object and is more than another way to read or write it. */
final class Subresources {
  private final ResourceRegistry registry;
  private final ObjectStore store;
  private volatile PodLogSource logs = request -> InputStream.nullInputStream();

  Subresources(ResourceRegistry registry, ObjectStore store) {
    this.registry = registry;
    this.store = store;
  }

  void setLogs(PodLogSource source) {
    logs = source;
  }

  /** Answers the call if it is for one of these; empty where it is an ordinary one. */
  Optional<Reply> handle(ApiCall call, Operations operations) {
    return switch (call.subresource()) {
      case "log" -> Optional.of(log(call, operations.find(call)));
      case "binding" -> Optional.of(bind(call, operations));
      default -> Optional.empty();
    };
  }

  private Reply log(ApiCall call, StoredObject pod) {
    String container = container(pod, call.parameter("container"));
    long limit = call.number("limitBytes").orElse(Long.MAX_VALUE);
    if (Json.text(pod.tree(), "spec", "nodeName").isEmpty()) {
      // Nobody has its log: the real server answers with nothing, too.
      return new Reply.Text(InputStream::nullInputStream, limit);
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
      String choice =
          "a container name must be specified for pod "
              + pod.name()
              + ", choose one of: ["
              + String.join(" ", names)
              + "]";
      if (!initNames.isEmpty()) {
        choice += " or one of the init containers: [" + String.join(" ", initNames) + "]";
      }
      throw ApiException.badRequest(choice);
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
    ObjectNode success = Json.object().put("kind", "Status").put("apiVersion", "v1");
    success.putObject("metadata");
    return Reply.Document.of(201, success.put("status", "Success").put("code", 201));
  }

  private static ApiException cannotBind(StoredObject pod, String why) {
    return ApiException.conflict(pod.resource(), pod.name(), why);
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
        .put("lastTransitionTime", Operations.now());
  }
}
