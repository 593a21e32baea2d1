// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.access;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the Roles of an output grant, as lines such as {@code create pods} or {@code get pods a}.
 */
record Grants(List<HasMetadata> objects) {
  static Grants of(String yaml) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---$")) {
      if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
        objects.add(Serialization.unmarshal(document));
      }
    }
    return new Grants(objects);
  }

  /** Returns what a Role grants. */
  Set<String> of(String kind, String name) {
    return of(
        objects.stream()
            .filter(each -> each.getKind().equals(kind))
            .filter(each -> each.getMetadata().getName().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("no %s %s in %s".formatted(kind, name, names()))));
  }

  List<String> names() {
    return objects.stream()
        .map(each -> "%s %s".formatted(each.getKind(), each.getMetadata().getName()))
        .toList();
  }

  private static Set<String> of(HasMetadata role) {
    Set<String> lines = new TreeSet<>();
    List<PolicyRule> rules =
        role instanceof Role in ? in.getRules() : ((ClusterRole) role).getRules();
    for (PolicyRule rule : rules) {
      for (String verb : rule.getVerbs()) {
        String group = rule.getApiGroups().get(0);
        String resource = rule.getResources().get(0);
        lines.add(
            "%s %s%s%s"
                .formatted(
                    verb,
                    resource,
                    group.isEmpty() ? "" : "." + group,
                    rule.getResourceNames().isEmpty()
                        ? ""
                        : " " + String.join(",", rule.getResourceNames())));
      }
    }
    return lines;
  }
}
