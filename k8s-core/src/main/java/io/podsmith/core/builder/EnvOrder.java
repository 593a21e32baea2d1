// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.core.conf.EnvReferences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts environment variables into an order in which {@code $(NAME)} works: a kubelet replaces a
 * reference only where the variable that it names comes earlier.
 *
 * <p>Variables come from the template, from settings and from steps, each sorted in its own way, so
 * only the finished list can be put in order. A variable moves only if another one refers to it
 * from an earlier place. Variables that refer to each other in a cycle, and several ones of one
 * name, keep their order.
 */
final class EnvOrder {
  private final Map<String, List<EnvVar>> unplaced = new HashMap<>();
  private final Map<String, Set<String>> referredBy = new HashMap<>();
  private final Set<String> placed = new HashSet<>();
  private final List<EnvVar> sorted;

  private EnvOrder(List<EnvVar> variables) {
    this.sorted = new ArrayList<>(variables.size());
    for (EnvVar variable : variables) {
      String name = variable.getName();
      unplaced.computeIfAbsent(name, n -> new ArrayList<>()).add(variable);
      referredBy.computeIfAbsent(name, n -> new LinkedHashSet<>()).addAll(references(variable));
    }
  }

  /** Sorts the variables of Spark's container, which is the last one of a finished pod. */
  static void sortIn(Pod pod) {
    List<Container> containers = pod.getSpec().getContainers();
    Container spark = containers.get(containers.size() - 1);
    if (spark.getEnv().stream().anyMatch(v -> !references(v).isEmpty())) {
      spark.setEnv(sort(spark.getEnv()));
    }
  }

  static List<EnvVar> sort(List<EnvVar> variables) {
    EnvOrder order = new EnvOrder(variables);
    variables.forEach(order::place);
    return List.copyOf(order.sorted);
  }

  private void place(EnvVar variable) {
    String name = variable.getName();
    List<EnvVar> sameName = unplaced.getOrDefault(name, List.of());
    if (sameName.stream().noneMatch(left -> left == variable)) {
      return; // it has been moved already
    }
    for (String referred : references(variable)) {
      if (!placed.contains(referred) && !refersTo(referred, name, new HashSet<>())) {
        List.copyOf(unplaced.getOrDefault(referred, List.of())).forEach(this::place);
      }
    }
    sameName.removeIf(left -> left == variable);
    sorted.add(variable);
    placed.add(name);
  }

  /** Returns whether a variable refers to another, itself or through others. */
  private boolean refersTo(String name, String other, Set<String> seen) {
    return name.equals(other)
        || (seen.add(name)
            && referredBy.getOrDefault(name, Set.of()).stream()
                .anyMatch(referred -> refersTo(referred, other, seen)));
  }

  private static Set<String> references(EnvVar variable) {
    return variable.getValue() == null ? Set.of() : EnvReferences.in(variable.getValue());
  }
}
