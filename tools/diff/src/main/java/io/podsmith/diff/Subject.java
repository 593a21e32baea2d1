// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.core.plan.Plan;
import java.util.Set;

/**
 * One side of a comparison.
 *
 * @param plan a plan, or the objects of a running driver in the form of one
 * @param isLive whether the objects are from the cluster, with all that the API server adds
 * @param kinds the kinds of objects beside the pod that were read from the cluster
 */
public record Subject(Plan plan, boolean isLive, Set<String> kinds) {
  public Subject {
    kinds = Set.copyOf(kinds);
  }

  /** Makes a side of a plan. */
  public static Subject of(Plan plan) {
    return new Subject(plan, false, Set.of());
  }

  /**
   * Makes a side of a running driver.
   *
   * @param objects its pod and the objects beside it, without writers and without fields
   * @param kinds the kinds of objects that were read
   */
  public static Subject live(Plan objects, Set<String> kinds) {
    return new Subject(objects, true, kinds);
  }

  boolean knows(String kind) {
    return !isLive || kinds.contains(kind);
  }
}
