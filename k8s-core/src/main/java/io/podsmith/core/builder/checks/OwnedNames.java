// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.checks;

import io.podsmith.core.builder.history.Differences.State;
import io.podsmith.core.plugin.StepInfo;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the engine goes by: of the pod, which everything that belongs to it refers to, and
 * of Spark's container, whose exit code is the application's. Steps of others must keep them.
 */
public final class OwnedNames {
  private OwnedNames() {}

  /**
   * Checks what a step did.
   *
   * @throws io.podsmith.api.error.StepException where it changed or removed one of the names
   */
  public static void requireKept(StepInfo step, State before, State after) {
    if (before == after) {
      return;
    }
    requireKept(step, "the pod", nameOfPod(before), nameOfPod(after));
    requireKept(step, "Spark's container", nameOfContainer(before), nameOfContainer(after));
  }

  private static void requireKept(
      StepInfo step, String what, Optional<Object> before, Optional<Object> after) {
    if (before.isEmpty() || before.equals(after)) {
      return;
    }
    String how =
        after
            .map(name -> "renamed %s from '%s' to '%s'".formatted(what, before.get(), name))
            .orElseGet(() -> "dropped %s or its name".formatted(what));
    throw ObjectChecks.failure(
        step,
        ("%s in configurePod(), but Podsmith sets that name; derive the pod from the one that is"
                + " passed to the step, with its edit methods")
            .formatted(how));
  }

  private static Optional<Object> nameOfPod(State state) {
    return state.pod().get("metadata") instanceof Map<?, ?> metadata
        ? Optional.ofNullable(metadata.get("name"))
        : Optional.empty();
  }

  private static Optional<Object> nameOfContainer(State state) {
    return Optional.ofNullable(state.container().get("name"));
  }
}
