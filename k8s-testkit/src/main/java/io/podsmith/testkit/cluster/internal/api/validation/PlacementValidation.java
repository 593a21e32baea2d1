// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.List;

/** Finds what is wrong with the constraints on the node of a pod. */
final class PlacementValidation {
  private final Problems problems;

  PlacementValidation(Problems problems) {
    this.problems = problems;
  }

  /** Checks the taints that the pod tolerates. */
  void checkTolerations(JsonNode tolerations, String path) {
    int index = 0;
    for (JsonNode each : tolerations) {
      String at = path + "[" + index++ + "]";
      String key = Json.text(each, "key");
      String operator = Json.text(each, "operator");
      String effect = Json.text(each, "effect");
      if (!key.isEmpty()) {
        problems.addAll(at + ".key", each, "key", NameRules::qualifiedName);
      } else if (!operator.equals("Exists")) {
        problems.add(
            FieldError.invalid(
                at + ".operator",
                operator,
                "operator must be Exists when `key` is empty, which means \"match all values and"
                    + " all keys\""));
      }
      if (each.has("tolerationSeconds") && !effect.equals("NoExecute")) {
        problems.add(
            FieldError.invalid(
                at + ".effect",
                effect,
                "effect must be 'NoExecute' when `tolerationSeconds` is set"));
      }
      switch (operator) {
        case "Equal", "" -> {
          String value = Json.text(each, "value");
          NameRules.labelValue(value)
              .forEach(why -> problems.add(FieldError.invalid(at + ".operator", value, why)));
        }
        case "Exists" -> {
          if (!Json.text(each, "value").isEmpty()) {
            problems.add(
                FieldError.invalid(
                    at + ".operator",
                    Json.text(each, "value"),
                    "value must be empty when `operator` is 'Exists'"));
          }
        }
        default ->
            problems.add(
                FieldError.unsupported(at + ".operator", operator, List.of("Equal", "Exists")));
      }
      List<String> effects = List.of("NoSchedule", "PreferNoSchedule", "NoExecute");
      if (!effect.isEmpty() && !effects.contains(effect)) {
        problems.add(FieldError.unsupported(at + ".effect", effect, effects));
      }
    }
  }

  /** Checks the required affinities to nodes and other pods. */
  void checkAffinity(JsonNode affinity, String path) {
    String required = "requiredDuringSchedulingIgnoredDuringExecution";
    JsonNode node = affinity.path("nodeAffinity");
    if (node.has(required) && node.path(required).path("nodeSelectorTerms").isEmpty()) {
      problems.add(
          FieldError.required(
              path + ".nodeAffinity." + required + ".nodeSelectorTerms",
              "must have at least one node selector term"));
    }
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      int index = 0;
      for (JsonNode term : affinity.path(kind).path(required)) {
        if (Json.text(term, "topologyKey").isEmpty()) {
          problems.add(
              FieldError.required(
                  path + "." + kind + "." + required + "[" + index + "].topologyKey",
                  "can not be empty"));
        }
        index++;
      }
    }
  }

  /** Checks how pods spread over the nodes. */
  void checkTopology(JsonNode constraints, String path) {
    int index = 0;
    for (JsonNode each : constraints) {
      String at = path + "[" + index++ + "]";
      int skew = each.path("maxSkew").asInt();
      if (skew <= 0) {
        problems.add(FieldError.invalid(at + ".maxSkew", skew, "must be greater than zero"));
      }
      if (Json.text(each, "topologyKey").isEmpty()) {
        problems.add(FieldError.required(at + ".topologyKey", "can not be empty"));
      }
      problems.checkOneOf(
          each, at, "whenUnsatisfiable", List.of("DoNotSchedule", "ScheduleAnyway"));
    }
  }

  /** Checks the gates that keep the pod from being scheduled. */
  void checkGates(JsonNode gates, String path) {
    int index = 0;
    for (JsonNode each : gates) {
      String at = path + "[" + index++ + "]";
      String name = Json.text(each, "name");
      NameRules.qualifiedName(name).forEach(why -> problems.add(FieldError.invalid(at, name, why)));
    }
  }
}
