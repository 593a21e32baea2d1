// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import io.podsmith.testkit.cluster.internal.api.schema.Quantities;
import java.util.List;

/** Finds what is wrong with the resources of a container. */
final class ResourceValidation {
  private final Problems problems;

  ResourceValidation(Problems problems) {
    this.problems = problems;
  }

  /** Checks requests and limits. */
  void check(JsonNode resources, String path) {
    JsonNode limits = resources.path("limits");
    JsonNode requests = resources.path("requests");
    boolean lacksLimit = false;
    for (var limit : Json.fields(limits)) {
      amount(limit.getKey(), limit.getValue(), path + ".limits[" + limit.getKey() + "]");
    }
    for (var request : Json.fields(requests)) {
      String name = request.getKey();
      amount(name, request.getValue(), path + ".requests[" + name + "]");
      boolean isExtended = isExtended(name);
      if (limits.has(name)) {
        int order =
            Quantities.parse(request.getValue()).compareTo(Quantities.parse(limits.path(name)));
        if (isExtended && order != 0) {
          problems.add(
              FieldError.invalid(
                  path + ".requests",
                  request.getValue(),
                  "must be equal to " + name + " limit of " + limits.path(name).asText()));
        } else if (order > 0) {
          problems.add(
              FieldError.invalid(
                  path + ".requests",
                  request.getValue(),
                  "must be less than or equal to "
                      + name
                      + " limit of "
                      + limits.path(name).asText()));
        }
      } else {
        lacksLimit |= isExtended;
      }
    }
    if (lacksLimit) {
      problems.add(
          FieldError.required(
              path + ".limits", "Limit must be set for non overcommitable resources"));
    }
  }

  private void amount(String resource, JsonNode amount, String field) {
    NameRules.qualifiedName(resource)
        .forEach(why -> problems.add(FieldError.invalid(field, resource, why)));
    if (!resource.contains("/")) {
      boolean isContainers =
          List.of("cpu", "memory", "ephemeral-storage").contains(resource)
              || resource.startsWith("hugepages-");
      boolean isStandard =
          isContainers
              || List.of("pods", "services", "storage", "secrets", "configmaps", "resourcequotas")
                  .contains(resource);
      if (!isStandard) {
        problems.add(
            FieldError.invalid(
                field, resource, "must be a standard resource type or fully qualified"));
      }
      if (!isContainers) {
        problems.add(
            FieldError.invalid(field, resource, "must be a standard resource for containers"));
      }
    } else if (!NameRules.qualifiedName(resource).isEmpty()) {
      problems.add(
          FieldError.invalid(field, resource, "doesn't follow extended resource name standard"));
    }
    var value = Quantities.parse(amount);
    if (value.signum() < 0) {
      problems.add(FieldError.invalid(field, amount, "must be greater than or equal to 0"));
    }
    if (isExtended(resource) && value.stripTrailingZeros().scale() > 0) {
      problems.add(FieldError.invalid(field, amount, "must be an integer"));
    }
  }

  private static boolean isExtended(String resource) {
    return resource.contains("/") || resource.startsWith("hugepages-");
  }
}
