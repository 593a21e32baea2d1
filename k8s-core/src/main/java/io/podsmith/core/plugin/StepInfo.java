// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import io.podsmith.api.StepPhase;
import io.podsmith.api.StepScope;
import java.util.Optional;
import java.util.Set;

/**
 * Who a step is and where it came from.
 *
 * @param origin the jar and the plugin, as logs show them
 * @param className the class of its factory, or of the step if a setting lists its class
 * @param isOfPlugin whether it is from a plugin and not from the classpath
 */
public record StepInfo(
    String id,
    String description,
    StepPhase phase,
    StepScope scope,
    String origin,
    String className,
    boolean isOfPlugin) {
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
