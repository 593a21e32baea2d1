// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what is wrong with the environment variables of a container. */
final class EnvironmentValidation {
  private static final Pattern ENV_NAME = Pattern.compile("[ -<>-~]+");
  private static final String ENV_NAME_RULE =
      "a valid environment variable name must consist only of printable ASCII characters other"
          + " than '='";
  private static final Pattern SUBSCRIPT =
      Pattern.compile("(metadata\\.(?:labels|annotations))\\['(.*)']");
  private static final Set<String> ENV_FIELDS =
      Set.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final List<String> ENV_RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");

  private final Problems problems;

  EnvironmentValidation(Problems problems) {
    this.problems = problems;
  }

  /** Checks the variables of a container. */
  void checkVariables(JsonNode env, String path) {
    int index = 0;
    for (JsonNode variable : env) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(variable, "name");
      if (name.isEmpty()) {
        problems.add(FieldError.required(at + ".name", ""));
      } else if (!ENV_NAME.matcher(name).matches()) {
        problems.add(FieldError.invalid(at + ".name", name, ENV_NAME_RULE));
      }
      if (variable.has("valueFrom")) {
        valueFrom(variable, at + ".valueFrom");
      }
    }
  }

  /** Checks the objects that a container takes all variables from. */
  void checkSources(JsonNode envFrom, String path) {
    int index = 0;
    for (JsonNode each : envFrom) {
      String at = path + "[" + index++ + "]";
      String prefix = Json.text(each, "prefix");
      if (!prefix.isEmpty() && !ENV_NAME.matcher(prefix).matches()) {
        problems.add(FieldError.invalid(at + ".prefix", prefix, ENV_NAME_RULE));
      }
      int sources = 0;
      for (String source : List.of("configMapRef", "secretRef")) {
        if (each.has(source)) {
          sources++;
          if (Json.text(each, source, "name").isEmpty()) {
            problems.add(FieldError.required(at + "." + source + ".name", ""));
          }
        }
      }
      if (sources == 0) {
        problems.add(
            FieldError.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"));
      } else if (sources > 1) {
        problems.add(
            FieldError.invalid(path, "", "may not have more than one field specified at a time"));
      }
    }
  }

  private void valueFrom(JsonNode variable, String path) {
    JsonNode from = variable.path("valueFrom");
    int sources = 0;
    if (from.has("fieldRef")) {
      sources++;
      fieldRef(from.path("fieldRef"), path + ".fieldRef");
    }
    if (from.has("resourceFieldRef")) {
      sources++;
      String at = path + ".resourceFieldRef.resource";
      String resource = Json.text(from, "resourceFieldRef", "resource");
      if (resource.isEmpty()) {
        problems.add(FieldError.required(at, ""));
      } else if (!ENV_RESOURCES.contains(resource) && !resource.contains("hugepages-")) {
        problems.add(FieldError.unsupported(at, resource, ENV_RESOURCES));
      }
    }
    for (String source : List.of("configMapKeyRef", "secretKeyRef")) {
      if (from.has(source)) {
        sources++;
        keyRef(from.path(source), path + "." + source);
      }
    }
    if (from.has("fileKeyRef")) {
      sources++;
    }
    if (!Json.text(variable, "value").isEmpty() && sources > 0) {
      problems.add(FieldError.invalid(path, "", "may not be specified when `value` is not empty"));
    } else if (sources == 0) {
      problems.add(
          FieldError.invalid(
              path,
              "",
              "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
                  + " `secretKeyRef`"));
    } else if (sources > 1) {
      problems.add(
          FieldError.invalid(path, "", "may not have more than one field specified at a time"));
    }
  }

  private void fieldRef(JsonNode reference, String path) {
    String field = Json.text(reference, "fieldPath");
    if (field.isEmpty()) {
      problems.add(FieldError.required(path + ".fieldPath", ""));
      return;
    }
    Matcher subscript = SUBSCRIPT.matcher(field);
    if (subscript.matches()) {
      for (String why : NameRules.qualifiedName(subscript.group(2))) {
        problems.add(FieldError.invalid(path, subscript.group(2), why));
      }
    } else if (!ENV_FIELDS.contains(field)) {
      problems.add(
          FieldError.invalid(
              path + ".fieldPath",
              field,
              "error converting fieldPath: field label not supported: " + field));
    }
  }

  private void keyRef(JsonNode reference, String path) {
    String name = Json.text(reference, "name");
    NameRules.subdomain(name)
        .forEach(why -> problems.add(FieldError.invalid(path + ".name", name, why)));
    String key = Json.text(reference, "key");
    if (key.isEmpty()) {
      problems.add(FieldError.required(path + ".key", ""));
    } else {
      NameRules.configKey(key)
          .forEach(why -> problems.add(FieldError.invalid(path + ".key", key, why)));
    }
  }
}
