// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A rule of a Role: verbs for one resource, with what each is needed for.
 *
 * @param resource the resource
 * @param names the names of objects that it is limited to; empty for all
 * @param verbs the needs behind each verb, at least one each
 */
public record AccessRule(
    ApiResource resource, List<String> names, SortedMap<Verb, List<AccessNeed>> verbs) {

  /**
   * Combines the needs of one party in one namespace to rules. A verb that is needed for all
   * objects is not limited to names.
   *
   * @return the rules, ordered by resource, those without names first
   */
  public static List<AccessRule> of(Collection<AccessNeed> needs) {
    SortedMap<ApiResource, SortedMap<Verb, List<AccessNeed>>> byResource = new TreeMap<>();
    for (AccessNeed need : needs) {
      List<AccessNeed> same =
          byResource
              .computeIfAbsent(need.resource(), each -> new TreeMap<>())
              .computeIfAbsent(need.verb(), each -> new ArrayList<>());
      if (!same.contains(need)) {
        same.add(need);
      }
    }
    List<AccessRule> rules = new ArrayList<>();
    byResource.forEach((resource, verbs) -> rules.addAll(rules(resource, verbs)));
    return rules;
  }

  private static List<AccessRule> rules(
      ApiResource resource, SortedMap<Verb, List<AccessNeed>> verbs) {
    SortedMap<List<String>, SortedMap<Verb, List<AccessNeed>>> byNames =
        new TreeMap<>(Comparator.comparing(names -> String.join(",", names)));
    verbs.forEach(
        (verb, needs) ->
            byNames
                .computeIfAbsent(names(needs), each -> new TreeMap<>())
                .put(verb, List.copyOf(needs)));
    return byNames.entrySet().stream()
        .map(entry -> new AccessRule(resource, entry.getKey(), entry.getValue()))
        .toList();
  }

  private static List<String> names(List<AccessNeed> needs) {
    SortedSet<String> names = new TreeSet<>();
    for (AccessNeed need : needs) {
      if (need.name().isEmpty()) {
        return List.of();
      }
      names.add(need.name().get());
    }
    return List.copyOf(names);
  }

  /** Returns whether the job runs without a verb of this rule. */
  public boolean isOptional(Verb verb) {
    return verbs.getOrDefault(verb, List.of()).stream().allMatch(AccessNeed::isOptional);
  }

  /** Returns the rule without optional verbs; empty if all are. */
  public Optional<AccessRule> required() {
    SortedMap<Verb, List<AccessNeed>> required = new TreeMap<>();
    for (Map.Entry<Verb, List<AccessNeed>> entry : verbs.entrySet()) {
      if (!isOptional(entry.getKey())) {
        required.put(entry.getKey(), entry.getValue());
      }
    }
    return required.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessRule(resource, names, required));
  }
}
