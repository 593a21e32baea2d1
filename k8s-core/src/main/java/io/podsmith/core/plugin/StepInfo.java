// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import java.util.Optional;
import java.util.Set;

/** Who a step is and where it came from. */
public record StepInfo(
    String id, String description, StepPhase phase, StepScope scope, String origin) {
  /** The owners of built-in steps: what Spark has, and what only Podsmith has. */
  private static final Set<String> RESERVED = Set.of("spark", "podsmith");

  /** Returns whether the step is one of Podsmith's own; their owners are reserved. */
  public boolean isBuiltIn() {
    return reservedOwner(id).isPresent();
  }

  /** Returns the owner in an id if it is reserved for built-in steps. */
  static Optional<String> reservedOwner(String id) {
    int dot = id.indexOf('.');
    return dot > 0
        ? Optional.of(id.substring(0, dot)).filter(RESERVED::contains)
        : Optional.empty();
  }
}
