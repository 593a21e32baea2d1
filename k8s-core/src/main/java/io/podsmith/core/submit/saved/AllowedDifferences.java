// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.saved;

import java.util.Set;

/**
 * What may differ between a saved plan and the place where it is applied.
 *
 * @param all the differences that the user allows
 */
public record AllowedDifferences(Set<Difference> all) {
  /** The kinds of differences. */
  public enum Difference {
    /** The plan was made for another API server. It is applied to that of the settings. */
    CLUSTER,
    /** The settings name another namespace. The plan is applied to its own. */
    NAMESPACE,
    /** The plan was made by another version of Podsmith. */
    VERSION
  }

  public AllowedDifferences {
    all = Set.copyOf(all);
  }

  /** Allows nothing. */
  public static AllowedDifferences none() {
    return new AllowedDifferences(Set.of());
  }

  /** Allows some differences. */
  public static AllowedDifferences of(Difference... differences) {
    return new AllowedDifferences(Set.of(differences));
  }

  boolean contains(Difference difference) {
    return all.contains(difference);
  }
}
