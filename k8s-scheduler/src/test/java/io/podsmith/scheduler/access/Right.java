// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.access.AccessManifest;
import io.podsmith.core.access.AccessNeed;
import io.podsmith.core.access.AccessRole;
import io.podsmith.core.access.AccessRule;
import io.podsmith.core.access.Party;
import io.podsmith.core.access.Verb;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A verb of a resource that one party may use.
 *
 * @param isOptional whether the job runs without it
 */
record Right(Party party, String group, String resource, Verb verb, boolean isOptional) {
  static List<Right> of(AccessManifest manifest, Party party) {
    return manifest.roles().stream()
        .filter(role -> role.party() == party)
        .flatMap(role -> role.rules().stream())
        .flatMap(
            rule ->
                rule.verbs().keySet().stream()
                    .map(
                        verb ->
                            new Right(
                                party,
                                rule.resource().group(),
                                rule.resource().name(),
                                verb,
                                rule.isOptional(verb))))
        .distinct()
        .toList();
  }

  AccessRole removedFrom(AccessRole role) {
    List<AccessRule> rules =
        role.rules().stream().map(this::removedFrom).flatMap(Optional::stream).toList();
    assertThat(rules).as("%s", this).isNotEqualTo(role.rules());
    return new AccessRole(role.party(), role.name(), role.namespace(), rules, role.subjects());
  }

  private Optional<AccessRule> removedFrom(AccessRule rule) {
    if (!rule.resource().group().equals(group) || !rule.resource().name().equals(resource)) {
      return Optional.of(rule);
    }
    SortedMap<Verb, List<AccessNeed>> verbs = new TreeMap<>(rule.verbs());
    verbs.remove(verb);
    return verbs.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessRule(rule.resource(), rule.names(), verbs));
  }

  /** Returns how the API server names the right that is missing. */
  String denied() {
    return "cannot %s resource \"%s\"".formatted(verb.word(), resource);
  }

  @Override
  public String toString() {
    return "%s: %s %s%s"
        .formatted(party.label(), verb.word(), resource, isOptional ? " (optional)" : "");
  }
}
