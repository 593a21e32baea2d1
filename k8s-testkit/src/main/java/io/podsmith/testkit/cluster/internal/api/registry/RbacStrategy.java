// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayList;
import java.util.List;

/** Roles and their bindings. */
final class RbacStrategy extends Strategy {
  private static final String GROUP = "rbac.authorization.k8s.io";

  @Override
  public void setDefaults(ObjectNode object) {
    if (!Json.text(object, "kind").endsWith("Binding")) {
      return;
    }
    Json.defaultTo(Json.child(object, "roleRef"), "apiGroup", GROUP);
    for (ObjectNode subject : Json.objects(object.path("subjects"))) {
      if (!Json.text(subject, "kind").equals("ServiceAccount")) {
        Json.defaultTo(subject, "apiGroup", GROUP);
      }
    }
  }

  @Override
  boolean hasGeneration(ApiResource resource) {
    return false;
  }

  @Override
  List<String> validateName(String name) {
    List<String> wrong = new ArrayList<>();
    if (name.equals(".") || name.equals("..")) {
      wrong.add("may not be '" + name + "'");
    }
    for (String part : List.of("/", "%")) {
      if (name.contains(part)) {
        wrong.add("may not contain '" + part + "'");
      }
    }
    return wrong;
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode object) {
    List<FieldError> wrong = new ArrayList<>();
    if (resource.kind().endsWith("Binding")) {
      binding(resource, object, wrong);
      return wrong;
    }
    int index = 0;
    for (JsonNode rule : object.path("rules")) {
      rule(rule, "rules[" + index++ + "]", wrong);
    }
    return wrong;
  }

  private static void rule(JsonNode rule, String path, List<FieldError> wrong) {
    if (rule.path("verbs").isEmpty()) {
      wrong.add(FieldError.required(path + ".verbs", "verbs must contain at least one value"));
    }
    if (!rule.path("nonResourceURLs").isEmpty()) {
      return;
    }
    if (rule.path("apiGroups").isEmpty()) {
      wrong.add(
          FieldError.required(
              path + ".apiGroups", "resource rules must supply at least one api group"));
    }
    if (rule.path("resources").isEmpty()) {
      wrong.add(
          FieldError.required(
              path + ".resources", "resource rules must supply at least one resource"));
    }
  }

  private static void binding(ApiResource resource, ObjectNode object, List<FieldError> wrong) {
    List<String> kinds =
        resource.namespaced() ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
    String kind = Json.text(object, "roleRef", "kind");
    if (!kinds.contains(kind)) {
      wrong.add(FieldError.unsupported("roleRef.kind", kind, kinds));
    }
    if (Json.text(object, "roleRef", "name").isEmpty()) {
      wrong.add(FieldError.required("roleRef.name", ""));
    }
    int index = 0;
    for (JsonNode subject : object.path("subjects")) {
      String path = "subjects[" + index++ + "]";
      if (Json.text(subject, "name").isEmpty()) {
        wrong.add(FieldError.required(path + ".name", ""));
      }
      if (!resource.namespaced()
          && Json.text(subject, "kind").equals("ServiceAccount")
          && Json.text(subject, "namespace").isEmpty()) {
        wrong.add(FieldError.required(path + ".namespace", ""));
      }
    }
  }

  @Override
  public List<FieldError> validateUpdate(ApiResource resource, ObjectNode object, ObjectNode old) {
    List<FieldError> wrong = new ArrayList<>(validate(resource, object));
    if (!object.path("roleRef").equals(old.path("roleRef"))) {
      wrong.add(FieldError.invalid("roleRef", object.path("roleRef"), "cannot change roleRef"));
    }
    return wrong;
  }
}
