// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Role, or a ClusterRole without a namespace, and whom it is bound to.
 *
 * @param party whose needs it has
 * @param name the name of the Role and of its binding
 * @param namespace where it applies; empty for the whole cluster
 * @param rules at least one
 * @param subjects may be empty, so that the binding has no effect
 */
public record AccessRole(
    Party party,
    String name,
    Optional<String> namespace,
    List<AccessRule> rules,
    List<Subject> subjects) {
  static final String API = "rbac.authorization.k8s.io/v1";
  private static final String GROUP = "rbac.authorization.k8s.io";

  public AccessRole {
    rules = List.copyOf(rules);
    subjects = List.copyOf(subjects);
  }

  /** Returns {@code Role} or {@code ClusterRole}. */
  public String kind() {
    return namespace.isPresent() ? "Role" : "ClusterRole";
  }

  /** Returns the tree of the Role. */
  public Map<String, Object> role() {
    Map<String, Object> tree = head(kind());
    tree.put("rules", rules.stream().map(AccessRole::tree).toList());
    return tree;
  }

  /** Returns the tree of its binding. */
  public Map<String, Object> binding() {
    Map<String, Object> tree = head("%sBinding".formatted(kind()));
    tree.put("roleRef", reference());
    tree.put("subjects", subjects.stream().map(Subject::tree).toList());
    return tree;
  }

  Map<String, Object> reference() {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("apiGroup", GROUP);
    reference.put("kind", kind());
    reference.put("name", name);
    return reference;
  }

  private Map<String, Object> head(String kind) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    namespace.ifPresent(text -> metadata.put("namespace", text));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", API);
    tree.put("kind", kind);
    tree.put("metadata", metadata);
    return tree;
  }

  private static Map<String, Object> tree(AccessRule rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiGroups", List.of(rule.resource().group()));
    tree.put("resources", List.of(rule.resource().name()));
    if (!rule.names().isEmpty()) {
      tree.put("resourceNames", rule.names());
    }
    tree.put("verbs", rule.verbs().keySet().stream().map(Verb::word).toList());
    return tree;
  }

  /** Returns the Role with the needs behind each verb, for programs. */
  Map<String, Object> explained() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("party", party.label());
    tree.put("kind", kind());
    tree.put("name", name);
    namespace.ifPresent(text -> tree.put("namespace", text));
    tree.put("rules", rules.stream().map(AccessRole::explained).toList());
    return tree;
  }

  private static Map<String, Object> explained(AccessRule rule) {
    List<Map<String, Object>> verbs = new ArrayList<>();
    rule.verbs()
        .forEach(
            (verb, needs) -> {
              Map<String, Object> tree = new LinkedHashMap<>();
              tree.put("verb", verb.word());
              tree.put("optional", rule.isOptional(verb));
              tree.put("needs", needs.stream().map(AccessRole::explained).toList());
              verbs.add(tree);
            });
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("group", rule.resource().group());
    tree.put("resource", rule.resource().name());
    tree.put("names", rule.names());
    tree.put("verbs", verbs);
    return tree;
  }

  private static Map<String, Object> explained(AccessNeed need) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("why", need.why());
    need.without().ifPresent(text -> tree.put("without", text));
    return tree;
  }
}
