// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a submission would create, without creating it: pods with the writer of each field, the
 * objects beside them and the driver's properties.
 *
 * <p>Holds no secret: values of Secrets, of settings that are secret and every field that repeats
 * one of them are {@link #WITHHELD}. Immutable; trees are those of the JSON form.
 *
 * @param target where the plan is to be applied, and what made it
 * @param driver the driver's pod and the objects beside it
 * @param executor an example: the first executor of the default resource profile unless another was
 *     requested; empty if only the driver can build it, see {@code executorUnknown}
 * @param executorUnknown why there is no example of an executor, a sentence; else empty
 * @param properties the properties that the driver starts with, sorted by key
 */
public record Plan(
    PlanTarget target,
    PlannedRole driver,
    Optional<PlannedRole> executor,
    String executorUnknown,
    List<SettingRead> properties) {
  /** Stands for a value that must not be shown. */
  public static final String WITHHELD = "(secret)";

  public Plan {
    properties = List.copyOf(properties);
  }

  /** Returns the objects that are created, in the order of their creation, the pod included. */
  public List<Map<String, Object>> objects() {
    return driver.objectsWithPod();
  }
}
