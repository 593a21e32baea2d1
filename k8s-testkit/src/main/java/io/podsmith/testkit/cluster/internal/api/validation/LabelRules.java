// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.NameRules;
import java.util.ArrayList;
import java.util.List;

/** Checks keys and values of labels and of what selects by them. */
public final class LabelRules {
  private LabelRules() {}

  public static List<FieldError> validate(JsonNode labels, String field) {
    List<FieldError> wrong = new ArrayList<>();
    for (var label : Json.fields(labels)) {
      for (String why : NameRules.qualifiedName(label.getKey())) {
        wrong.add(FieldError.invalid(field, label.getKey(), why));
      }
      for (String why : NameRules.labelValue(label.getValue().asText())) {
        wrong.add(FieldError.invalid(field, label.getValue().asText(), why));
      }
    }
    return wrong;
  }
}
