// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.util.List;
import java.util.Optional;

/**
 * A field that differs between two plans.
 *
 * @param place role and path
 * @param first the first plan's value; empty where it has none
 * @param second the second plan's value; empty where it has none
 */
public record PlanDifference(String place, Optional<Side> first, Optional<Side> second) {
  /**
   * The value of one plan.
   *
   * @param value a scalar, list or map
   * @param writer the step that wrote it, or the origin of a setting
   * @param settings the settings that decide it, as far as known
   */
  public record Side(Object value, String writer, List<String> settings) {
    public Side {
      settings = List.copyOf(settings);
    }
  }
}
