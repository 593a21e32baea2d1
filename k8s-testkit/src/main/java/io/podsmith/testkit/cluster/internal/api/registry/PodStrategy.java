// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.validation.PodValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Pods: defaults, graceful deletion, and what may not change. */
final class PodStrategy extends Strategy {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final String IMMUTABLE =
      "pod updates may not change fields other than"
          + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
          + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow"
          + " it to be set to 1 if it was previously negative)";

  @Override
  public void setDefaults(ObjectNode pod) {
    PodDefaults.applyToPod(Json.child(pod, "spec"));
  }

  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode pod) {
    ObjectNode spec = Json.child(pod, "spec");
    if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
      spec.put("terminationGracePeriodSeconds", 1);
    }
    Json.metadata(pod).put("generation", 1);
    ObjectNode status = Json.object().put("phase", "Pending");
    if (!pod.path("spec").path("schedulingGates").isEmpty()) {
      status
          .putArray("conditions")
          .addObject()
          .put("type", "PodScheduled")
          .put("status", "False")
          .put("reason", "SchedulingGated")
          .put("message", "Scheduling is blocked due to non-empty scheduling gates");
    }
    pod.set("status", status.put("qosClass", PodDefaults.qosClass(pod.path("spec"))));
  }

  @Override
  public void prepareForStatusUpdate(ApiResource resource, ObjectNode pod, ObjectNode old) {
    super.prepareForStatusUpdate(resource, pod, old);
    ObjectNode status = Json.child(pod, "status");
    // The class follows from the spec and is not the reporter's to leave out.
    keep(status, Json.child(old.deepCopy(), "status"), "qosClass");
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode pod) {
    return PodValidation.validate(pod.path("spec"), "spec");
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode pod, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>();
    JsonNode spec = pod.path("spec");
    JsonNode before = old.path("spec");
    if (spec.path("containers").isEmpty()) {
      wrong.add(FieldError.required("spec.containers", ""));
    }
    for (String list : List.of("containers", "initContainers")) {
      if (spec.path(list).size() != before.path(list).size()) {
        wrong.add(
            FieldError.forbidden("spec." + list, "pod updates may not add or remove containers"));
        return wrong;
      }
      int index = 0;
      for (JsonNode container : spec.path(list)) {
        if (Json.text(container, "image").isEmpty()) {
          wrong.add(FieldError.required("spec." + list + "[" + index + "].image", ""));
        }
        index++;
      }
    }
    if (!onlyAdds(spec.path("tolerations"), before.path("tolerations"))) {
      wrong.add(
          FieldError.forbidden(
              "spec.tolerations",
              "existing toleration can not be modified except its" + " tolerationSeconds"));
    }
    if (wrong.isEmpty() && !fixedPart(spec, before).equals(fixedPart(before, before))) {
      wrong.add(FieldError.forbidden("spec", IMMUTABLE));
    }
    return wrong;
  }

  private static boolean onlyAdds(JsonNode tolerations, JsonNode before) {
    for (JsonNode each : before) {
      boolean stays = false;
      for (JsonNode now : tolerations) {
        stays |= withoutSeconds(now).equals(withoutSeconds(each));
      }
      if (!stays) {
        return false;
      }
    }
    return true;
  }

  private static ObjectNode withoutSeconds(JsonNode toleration) {
    ObjectNode copy = toleration.deepCopy();
    copy.remove("tolerationSeconds");
    return copy;
  }

  /** The spec without what may change. */
  private static ObjectNode fixedPart(JsonNode spec, JsonNode before) {
    ObjectNode fixed = spec.deepCopy();
    fixed.remove(List.of("tolerations", "activeDeadlineSeconds", "schedulingGates"));
    if (before.path("terminationGracePeriodSeconds").asLong() < 0) {
      fixed.remove("terminationGracePeriodSeconds");
    }
    for (String list : List.of("containers", "initContainers")) {
      Json.objects(fixed.path(list)).forEach(container -> container.remove("image"));
    }
    return fixed;
  }

  @Override
  public boolean hasOwnRules(String subresource) {
    return subresource.equals(PodResize.NAME);
  }

  @Override
  public void prepareForUpdateOf(String subresource, ObjectNode pod, ObjectNode old) {
    PodResize.prepare(pod, old);
  }

  @Override
  public List<FieldError> validateUpdateOf(String subresource, ObjectNode pod, ObjectNode old) {
    return PodResize.validate(pod, old);
  }

  @Override
  public boolean returnsDeleted() {
    return true;
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return true;
  }

  @Override
  public Optional<Long> gracePeriod(ObjectNode pod, Optional<Long> wanted) {
    long period =
        wanted.orElseGet(() -> pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
    boolean isRunning =
        !Json.text(pod, "spec", "nodeName").isEmpty()
            && !ENDED.contains(Json.text(pod, "status", "phase"));
    // A negative period means the shortest one.
    return Optional.of(!isRunning ? 0 : period < 0 ? 1 : period);
  }
}
