// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.podsmith.api.PodRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pod of one role, the steps behind it, and the objects beside it.
 *
 * @param role driver or executor
 * @param steps the steps that ran, in order
 * @param idle the steps that did not run, and why
 * @param pod the finished pod, the tree of its JSON form
 * @param objects what is created beside the pod, in the order of creation
 * @param fields each leaf of the pod with those who wrote it, in the order of the pod's JSON form;
 *     removed fields follow at the end
 */
public record PlannedRole(
    PodRole role,
    List<PlannedStep> steps,
    List<IdleStep> idle,
    Map<String, Object> pod,
    List<PlannedObject> objects,
    List<FieldProvenance> fields) {
  public PlannedRole {
    steps = List.copyOf(steps);
    idle = List.copyOf(idle);
    objects = List.copyOf(objects);
    fields = List.copyOf(fields);
  }

  /** Returns the objects in the order of their creation, the pod in its place. */
  public List<Map<String, Object>> objectsWithPod() {
    List<Map<String, Object>> all = new ArrayList<>();
    objects.stream()
        .filter(PlannedObject::isBeforePod)
        .map(PlannedObject::object)
        .forEach(all::add);
    all.add(pod);
    objects.stream()
        .filter(each -> !each.isBeforePod())
        .map(PlannedObject::object)
        .forEach(all::add);
    return all;
  }
}
