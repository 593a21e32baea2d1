// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.verbs;

import io.podsmith.testkit.cluster.internal.api.request.ApiCall;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import java.util.ArrayList;
import java.util.List;

/** What the query of a request may say. */
final class OptionRules {
  private static final List<String> VALIDATIONS = List.of("", "Ignore", "Strict", "Warn");

  private OptionRules() {}

  static void check(ApiCall call) {
    call.number("timeoutSeconds");
    call.number("limit");
    String kind =
        switch (call.verb()) {
          case "create" -> "CreateOptions";
          case "update" -> "UpdateOptions";
          case "patch" -> "PatchOptions";
          default -> "";
        };
    if (kind.isEmpty()) {
      return;
    }
    List<FieldError> wrong = new ArrayList<>();
    List<String> dryRun = call.query().getOrDefault("dryRun", List.of());
    if (!dryRun.isEmpty() && !dryRun.equals(List.of("All"))) {
      wrong.add(FieldError.unsupported("dryRun", Json.MAPPER.valueToTree(dryRun), List.of("All")));
    }
    String validation = call.parameter("fieldValidation");
    if (!VALIDATIONS.contains(validation)) {
      wrong.add(FieldError.unsupported("fieldValidation", validation, VALIDATIONS));
    }
    if (!wrong.isEmpty()) {
      throw ApiException.invalid("meta.k8s.io", kind, "", wrong);
    }
  }
}
