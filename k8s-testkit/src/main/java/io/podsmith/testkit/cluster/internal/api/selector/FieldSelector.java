// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.selector;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The field selector of a query, such as {@code status.phase!=Running}. */
public final class FieldSelector {
  private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");
  private static final Map<String, Set<String>> MORE =
      Map.of(
          "pods",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.podIPs",
              "status.nominatedNodeName"),
          "namespaces",
          Set.of("status.phase"),
          "nodes",
          Set.of("spec.unschedulable"),
          "secrets",
          Set.of("type"),
          "services",
          Set.of("spec.clusterIP", "spec.type"),
          "replicasets",
          Set.of("status.replicas"),
          "events",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  /**
   * One condition.
   *
   * @param field the path of the field
   * @param value what it is compared with
   * @param isNegated whether it must differ
   */
  private record Requirement(String field, String value, boolean isNegated) {
    boolean matches(JsonNode object) {
      return fieldOf(object).equals(value) != isNegated;
    }

    private String fieldOf(JsonNode object) {
      switch (field) {
        case "spec.hostNetwork", "spec.unschedulable":
          return Boolean.toString(Json.at(object, field.split("\\.")).asBoolean(false));
        case "status.podIPs":
          return Json.text(object, "status", "podIP");
        case "source":
          return Json.text(object, "source", "component");
        default:
          return Json.text(object, field.split("\\."));
      }
    }
  }

  private final List<Requirement> requirements;

  private FieldSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  public boolean matches(JsonNode object) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(object)) {
        return false;
      }
    }
    return true;
  }

  /** The one name that can match, if the selector asks for one. */
  Optional<String> name() {
    return requirements.stream()
        .filter(each -> each.field().equals("metadata.name") && !each.isNegated())
        .map(Requirement::value)
        .findFirst();
  }

  boolean isEverything() {
    return requirements.isEmpty();
  }

  /** Reads a selector for objects of a kind; an empty one selects everything. */
  public static FieldSelector parse(String text, ApiResource resource) {
    List<Requirement> found = new ArrayList<>();
    for (String part : split(text)) {
      if (!part.isEmpty()) {
        found.add(requirement(part, text, resource));
      }
    }
    return new FieldSelector(found);
  }

  private static Requirement requirement(String part, String text, ApiResource resource) {
    int at = part.indexOf('=');
    if (at < 1) {
      throw ApiException.badRequest(
          "invalid selector: '" + text + "'; can't understand '" + part + "'");
    }
    boolean negated = part.charAt(at - 1) == '!';
    String field = part.substring(0, negated ? at - 1 : at);
    String value = part.substring(part.startsWith("==", at) ? at + 2 : at + 1);
    boolean known =
        EVERYWHERE.contains(field)
            || (resource.group().isEmpty() || resource.group().equals("apps"))
                && MORE.getOrDefault(resource.plural(), Set.of()).contains(field);
    if (!known) {
      throw ApiException.badRequest("field label not supported: " + field);
    }
    return new Requirement(field, unescape(value), negated);
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == ',') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static String unescape(String value) {
    return value.replaceAll("\\\\(.)", "$1");
  }
}
