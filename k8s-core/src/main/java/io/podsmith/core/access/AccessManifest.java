// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.access;

import io.podsmith.core.conf.names.ResourceNames;
import io.podsmith.core.plan.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Roles and bindings for the submitters and the drivers of jobs: as YAML for {@code kubectl apply},
 * with comments that say what each verb is for, and as a tree. Immutable.
 */
public final class AccessManifest {
  private static final String ANY_NAME = "spark";

  private final List<JobAccess> jobs;
  private final List<AccessRole> roles;

  /**
   * Combines the needs of jobs.
   *
   * @param jobs at least one
   * @param submitters whom the Role of submitters is bound to; may be empty
   * @param isRequiredOnly leaves out optional rights
   */
  public AccessManifest(List<JobAccess> jobs, List<Subject> submitters, boolean isRequiredOnly) {
    this.jobs = List.copyOf(jobs);
    List<AccessRole> all = new ArrayList<>();
    all.addAll(
        roles(
            Party.SUBMITTER, "%s-submitter".formatted(prefix()), submitters, jobs, isRequiredOnly));
    Map<Subject, List<JobAccess>> byAccount = new LinkedHashMap<>();
    for (JobAccess each : jobs) {
      byAccount
          .computeIfAbsent(
              Subject.serviceAccount(each.job().namespace(), each.job().serviceAccount()),
              account -> new ArrayList<>())
          .add(each);
    }
    byAccount.forEach(
        (account, same) -> {
          String name = "%s-driver".formatted(prefix());
          all.addAll(
              roles(
                  Party.DRIVER,
                  byAccount.size() == 1 ? name : "%s-%s".formatted(name, account.name()),
                  List.of(account),
                  same,
                  isRequiredOnly));
        });
    this.roles = List.copyOf(all);
  }

  private String prefix() {
    List<String> names =
        jobs.stream()
            .map(each -> ResourceNames.appNameLabel(each.job().target().appName()))
            .distinct()
            .toList();
    return names.size() == 1 && !names.get(0).isEmpty() ? names.get(0) : ANY_NAME;
  }

  private static List<AccessRole> roles(
      Party party,
      String name,
      List<Subject> subjects,
      List<JobAccess> jobs,
      boolean isRequiredOnly) {
    Map<Optional<String>, List<AccessNeed>> byNamespace = new LinkedHashMap<>();
    for (JobAccess job : jobs) {
      for (AccessNeed need : job.needs(party)) {
        byNamespace.computeIfAbsent(need.namespace(), each -> new ArrayList<>()).add(need);
      }
    }
    List<AccessRole> roles = new ArrayList<>();
    byNamespace.forEach(
        (namespace, needs) -> {
          List<AccessRule> rules =
              AccessRule.of(needs).stream()
                  .flatMap(
                      rule ->
                          isRequiredOnly ? rule.required().stream() : Optional.of(rule).stream())
                  .toList();
          if (!rules.isEmpty()) {
            String full =
                namespace.isPresent()
                    ? name
                    : "%s-%s".formatted(jobs.get(0).job().namespace(), name);
            roles.add(new AccessRole(party, full, namespace, rules, subjects));
          }
        });
    roles.sort(Comparator.comparing(role -> role.namespace().isEmpty()));
    return roles;
  }

  /** Returns the Roles: of submitters first. */
  public List<AccessRole> roles() {
    return roles;
  }

  /** Returns documents of YAML with comments. */
  public String yaml() {
    StringBuilder out = new StringBuilder();
    for (JobAccess each : jobs) {
      Job job = each.job();
      comment(
          out,
          "",
          "Application %s in namespace %s; its driver runs as service account %s."
              .formatted(job.target().appName(), job.namespace(), job.serviceAccount()));
      each.notes().forEach(note -> comment(out, "", "Note: %s".formatted(note)));
    }
    comment(out, "", "You can delete a verb that is optional if you accept what the comment says.");
    comment(out, "", "Executors send no requests to the API server and need no rights.");
    roles.forEach(role -> role(out, role));
    return out.toString();
  }

  private static void role(StringBuilder out, AccessRole role) {
    head(out, role, role.kind());
    out.append("rules:\n");
    for (AccessRule rule : role.rules()) {
      line(out, "- apiGroups: [%s]", quoted(rule.resource().group()));
      line(out, "  resources: [%s]", YamlText.scalar(rule.resource().name()));
      if (!rule.names().isEmpty()) {
        line(
            out,
            "  resourceNames: [%s]",
            rule.names().stream().map(YamlText::scalar).collect(Collectors.joining(", ")));
      }
      out.append("  verbs:\n");
      rule.verbs()
          .forEach(
              (verb, needs) -> {
                boolean isOptional = rule.isOptional(verb);
                needs.forEach(need -> comment(out, "  ", words(need, isOptional)));
                line(out, "  - %s", verb.word());
              });
    }
    head(out, role, "%sBinding".formatted(role.kind()));
    line(out, "roleRef:");
    fields(out, "  ", role.reference());
    if (role.subjects().isEmpty()) {
      comment(out, "", "Name the submitters here, or print this again with --submitter.");
      line(out, "subjects: []");
    } else {
      line(out, "subjects:");
      for (Subject subject : role.subjects()) {
        String indent = "- ";
        for (Map.Entry<String, Object> field : subject.tree().entrySet()) {
          line(
              out,
              "%s%s: %s",
              indent,
              field.getKey(),
              YamlText.scalar(String.valueOf(field.getValue())));
          indent = "  ";
        }
      }
    }
  }

  /** A need that can be done without says so only if that is true of the whole verb. */
  private static String words(AccessNeed need, boolean isOptional) {
    return isOptional
        ? "optional: %s; without it: %s".formatted(need.why(), need.without().orElse(""))
        : need.why();
  }

  private static void head(StringBuilder out, AccessRole role, String kind) {
    line(out, "---");
    line(out, "apiVersion: %s", AccessRole.API);
    line(out, "kind: %s", kind);
    line(out, "metadata:");
    line(out, "  name: %s", YamlText.scalar(role.name()));
    role.namespace().ifPresent(text -> line(out, "  namespace: %s", YamlText.scalar(text)));
  }

  private static void fields(StringBuilder out, String indent, Map<String, Object> fields) {
    fields.forEach(
        (key, value) -> line(out, "%s%s: %s", indent, key, YamlText.scalar(String.valueOf(value))));
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(format.formatted(values)).append('\n');
  }

  private static String quoted(String group) {
    return group.isEmpty() ? "\"\"" : YamlText.scalar(group);
  }

  /** Texts of steps must not end the comment. */
  private static void comment(StringBuilder out, String indent, String text) {
    out.append(indent).append("# ").append(text.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }

  /**
   * Returns the same as a tree: jobs, Roles with the needs behind each verb, and a List to apply.
   */
  public Map<String, Object> tree() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (AccessRole role : roles) {
      items.add(role.role());
      items.add(role.binding());
    }
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("apiVersion", "v1");
    list.put("kind", "List");
    list.put("items", items);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("jobs", jobs.stream().map(AccessManifest::tree).toList());
    tree.put("roles", roles.stream().map(AccessRole::explained).toList());
    tree.put("manifest", list);
    return tree;
  }

  private static Map<String, Object> tree(JobAccess each) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("application", each.job().target().appName());
    tree.put("namespace", each.job().namespace());
    tree.put("serviceAccount", each.job().serviceAccount());
    tree.put("notes", each.notes());
    return tree;
  }
}
