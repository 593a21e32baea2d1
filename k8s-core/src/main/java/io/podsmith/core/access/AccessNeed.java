// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.Optional;

/**
 * A right that a party needs for one purpose.
 *
 * @param namespace where; empty for the whole cluster
 * @param name the only object that it is needed for, if that is known and the verb takes names
 * @param why what it is needed for, with the step or setting behind it; no full stop
 * @param without what happens without it; empty if the job fails without it
 */
public record AccessNeed(
    Optional<String> namespace,
    ApiResource resource,
    Verb verb,
    Optional<String> name,
    String why,
    Optional<String> without) {

  /** Drops the name for verbs that take none. */
  public AccessNeed {
    name = verb.takesNames() ? name : Optional.empty();
  }

  /** Returns whether the job runs without it, with what {@link #without} says. */
  public boolean isOptional() {
    return without.isPresent();
  }
}
