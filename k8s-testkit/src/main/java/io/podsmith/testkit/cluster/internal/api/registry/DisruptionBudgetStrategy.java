// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import java.util.List;

/** Disruption budgets. */
final class DisruptionBudgetStrategy extends Strategy {
  @Override
  public void prepareForCreate(ApiResource resource, ObjectNode budget) {
    super.prepareForCreate(resource, budget);
    ObjectNode status = budget.putObject("status").put("disruptionsAllowed", 0);
    status.put("currentHealthy", 0).put("desiredHealthy", 0).put("expectedPods", 0);
  }

  @Override
  public List<FieldError> validate(ApiResource resource, ObjectNode budget) {
    boolean both =
        budget.path("spec").has("minAvailable") && budget.path("spec").has("maxUnavailable");
    return both
        ? List.of(
            FieldError.invalid(
                "spec", budget.path("spec"), "minAvailable and maxUnavailable cannot be both set"))
        : List.of();
  }
}
