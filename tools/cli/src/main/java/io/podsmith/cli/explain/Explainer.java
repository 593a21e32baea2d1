// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.Paint;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains a plan as text, JSON or YAML: what {@code podsmith explain} prints. */
public final class Explainer {
  private final PlannedRole role;
  private final Plan plan;

  /**
   * Explains the pod of a role.
   *
   * @throws InvalidConfigurationException if the plan has no pod of this role
   */
  public Explainer(Plan plan, PodRole role) {
    this.plan = plan;
    this.role =
        role == PodRole.DRIVER
            ? plan.driver()
            : plan.executor()
                .orElseThrow(
                    () ->
                        new InvalidConfigurationException(
                            PodsmithError.CONF_INVALID,
                            "executor",
                            "There is no executor pod to explain: %s"
                                .formatted(plan.executorUnknown())));
  }

  /**
   * Returns the summary, or the fields that a path means, as text.
   *
   * @param path as people type it, see {@code docs/cli.md}
   * @param width the number of characters in a line
   * @throws InvalidConfigurationException if the path matches no field
   */
  public String text(Optional<String> path, int width, Paint paint) {
    return path.map(
            typed ->
                new FieldsText(role, width, paint).render(new FieldSelector(role).select(typed)))
        .orElseGet(() -> new SummaryText(plan, role, width, paint).render());
  }

  /** Returns all fields, or those that a path means, as a tree for JSON and YAML. */
  Map<String, Object> tree(Optional<String> path) {
    List<FieldProvenance> fields =
        path.map(typed -> new FieldSelector(role).select(typed)).orElse(role.fields());
    return ExplainTree.of(role, fields);
  }

  /**
   * Returns why a step did not run, or what it did.
   *
   * @throws InvalidConfigurationException if there is no such step
   */
  public String whyNot(String step, int width) {
    return new WhyNot(plan, role, width).answer(step);
  }

  /** Returns the same as a tree. */
  Map<String, Object> whyNot(String step) {
    return new WhyNot(plan, role, Integer.MAX_VALUE).tree(step);
  }
}
