// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.names.NameRules;
import io.podsmith.core.plugin.StepInfo;
import org.jspecify.annotations.Nullable;

/** Checks the objects of a step as far as they can be wrong without a look at the cluster. */
public final class ObjectChecks {
  private static final String ROLES_AND_BINDINGS = "rbac.authorization.k8s.io/";

  private ObjectChecks() {}

  /**
   * Checks an object that a step returned.
   *
   * @throws StepException where it lacks a kind, an API version or a name, or where Kubernetes
   *     would not accept its name, its labels, or its size
   */
  public static void check(HasMetadata object, StepInfo step) {
    if (isBlank(object.getKind()) || isBlank(object.getApiVersion())) {
      String what =
          isBlank(object.getKind()) ? object.getClass().getSimpleName() : object.getKind();
      throw failure(
          step,
          "returned an object (%s) without %s; set both apiVersion and kind"
              .formatted(what, isBlank(object.getKind()) ? "a kind" : "an apiVersion"));
    }
    String name = object.getMetadata().getName();
    if (isBlank(name)) {
      String generated =
          isBlank(object.getMetadata().getGenerateName())
              ? ""
              : ", and generateName is not supported because the pod must refer to the object";
      throw failure(
          step,
          ("returned a %s without a name%s; set metadata.name, for example to"
                  + " conf.resourceNamePrefix() and a suffix")
              .formatted(object.getKind(), generated));
    }
    // Objects of a template of executors have no id yet; the executors' own names are valid.
    String checked = name.replace(Constants.EXECUTOR_ID_IN_TEMPLATE, "0");
    if (!object.getApiVersion().startsWith(ROLES_AND_BINDINGS)
        && !NameRules.isDnsSubdomain(checked)) {
      throw failure(
          step,
          ("returned a %s with the name '%s', which Kubernetes does not accept; use lower-case"
                  + " letters, digits, '-' and '.', at most 253 characters")
              .formatted(object.getKind(), name));
    }
    ObjectLimits.ofObject(object).stream()
        .findFirst()
        .ifPresent(
            excess -> {
              throw failure(
                  step,
                  "returned the %s '%s', which has %s; %s"
                      .formatted(object.getKind(), name, excess.what(), excess.remedy()));
            });
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  static StepException failure(StepInfo step, String what) {
    return new StepException(
        PodsmithError.STEP_RESULT,
        step.id(),
        step.origin(),
        "step %s from %s %s (class %s)".formatted(step.id(), step.origin(), what, step.className()),
        null);
  }
}
