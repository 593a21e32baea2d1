// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.validation.PodValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What may change of a pod through its subresource {@code resize}: cpu and memory. */
final class PodResize {
  static final String NAME = "resize";
  private static final List<String> LISTS = List.of("containers", "initContainers");
  private static final Set<String> MUTABLE = Set.of("cpu", "memory");

  private PodResize() {}

  /** Takes over from the old pod all but the resources of containers. */
  static void prepare(ObjectNode pod, ObjectNode old) {
    ObjectNode wanted = Json.child(pod, "spec").deepCopy();
    ObjectNode spec = Json.child(old.deepCopy(), "spec");
    for (String list : LISTS) {
      if (haveSameContainers(wanted.path(list), spec.path(list))) {
        int index = 0;
        for (ObjectNode container : Json.objects(spec.path(list))) {
          ObjectNode wish = (ObjectNode) wanted.path(list).get(index++);
          Strategy.keep(container, wish, "resources");
          Strategy.keep(container, wish, "resizePolicy");
        }
      } else {
        Strategy.keep(spec, wanted, list);
      }
    }
    pod.set("spec", spec);
    for (String field : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
      Strategy.keep(Json.metadata(pod), Json.metadata(old), field);
    }
  }

  private static boolean haveSameContainers(JsonNode some, JsonNode others) {
    return names(some).equals(names(others));
  }

  private static List<String> names(JsonNode containers) {
    return Json.objects(containers).stream().map(each -> Json.text(each, "name")).toList();
  }

  static List<FieldError> validate(ObjectNode pod, ObjectNode old) {
    JsonNode spec = pod.path("spec");
    List<FieldError> wrong = new ArrayList<>(PodValidation.validate(spec, "spec"));
    String qosClass = PodDefaults.qosClass(old.path("spec"));
    if (!PodDefaults.qosClass(spec).equals(qosClass)) {
      wrong.add(
          FieldError.invalid(
              "spec", qosClass, "Pod QOS Class may not change as a result of resizing"));
    }
    if (!isSupported(old)) {
      wrong.add(FieldError.forbidden("spec", "Pod running on node without support for resize"));
    }
    for (String list : LISTS) {
      if (!haveSameContainers(spec.path(list), old.path("spec").path(list))) {
        wrong.add(
            FieldError.forbidden(
                "spec." + list, "containers may not be added or removed on resize"));
        return wrong;
      }
    }
    for (String list : LISTS) {
      checkRemovals(spec.path(list), old.path("spec").path(list), "spec." + list, wrong);
    }
    if (wrong.isEmpty() && !fixedPart(spec).equals(fixedPart(old.path("spec")))) {
      wrong.add(FieldError.forbidden("spec", "only cpu and memory resources are mutable"));
    }
    return wrong;
  }

  /** A node that can resize says what its containers have. */
  private static boolean isSupported(ObjectNode pod) {
    for (JsonNode status : pod.path("status").path("containerStatuses")) {
      if (status.path("state").has("running")) {
        return status.has("resources");
      }
    }
    return true;
  }

  private static void checkRemovals(
      JsonNode containers, JsonNode before, String path, List<FieldError> wrong) {
    for (int i = 0; i < before.size(); i++) {
      for (String kind : List.of("requests", "limits")) {
        JsonNode now = containers.get(i).path("resources").path(kind);
        JsonNode then = before.get(i).path("resources").path(kind);
        if (MUTABLE.stream().anyMatch(name -> then.has(name) && !now.has(name))) {
          wrong.add(
              FieldError.forbidden(
                  path + "[" + i + "].resources." + kind,
                  "resource " + kind + " cannot be removed"));
        }
      }
    }
  }

  private static JsonNode fixedPart(JsonNode spec) {
    JsonNode fixed = spec.deepCopy();
    for (String list : LISTS) {
      for (ObjectNode container : Json.objects(fixed.path(list))) {
        ObjectNode resources = Json.child(container, "resources");
        for (String kind : List.of("requests", "limits")) {
          Json.child(resources, kind).remove(MUTABLE);
        }
      }
    }
    return fixed;
  }
}
