// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.cli.text.Words;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.SettingRead;
import io.podsmith.core.plan.StepArtifact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives an explanation as a tree for JSON and YAML. */
final class ExplainTree {
  private ExplainTree() {}

  /** Returns the steps of a role, and the fields given, as a tree. */
  static Map<String, Object> of(PlannedRole role, List<FieldProvenance> fields) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", role.role().label());
    tree.put(
        "steps",
        role.steps().stream()
            .map(step -> step(step.id(), step.artifact(), Map.of("phase", step.phase())))
            .toList());
    tree.put(
        "idle",
        role.idle().stream()
            .map(
                step ->
                    step(
                        step.id(),
                        step.artifact(),
                        Map.of("reason", step.reason().name(), "settings", step.settings())))
            .toList());
    tree.put("fields", fields.stream().map(field -> field(role, field)).toList());
    return tree;
  }

  private static Map<String, Object> step(
      String id, StepArtifact artifact, Map<String, Object> more) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", id);
    tree.put("jar", artifact.jar());
    tree.put("version", artifact.version());
    more.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> tree.put(entry.getKey(), entry.getValue()));
    return tree;
  }

  private static Map<String, Object> field(PlannedRole role, FieldProvenance field) {
    List<Write> writes = field.writes();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("path", field.path());
    tree.putAll(write(role, field.winner()));
    tree.put(
        "overwritten",
        writes.subList(0, writes.size() - 1).stream().map(write -> write(role, write)).toList());
    return tree;
  }

  private static Map<String, Object> write(PlannedRole role, Write write) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (write.isRemoval()) {
      tree.put("removed", true);
    } else {
      tree.put("value", write.value());
    }
    tree.put("writer", Words.writer(write.writer()));
    Words.artifact(role, write.writer()).ifPresent(jar -> tree.put("from", jar));
    tree.put("settings", write.settings().stream().map(key -> setting(role, write, key)).toList());
    return tree;
  }

  private static Map<String, Object> setting(PlannedRole role, Write write, String key) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", key);
    Words.read(role, write.writer(), key)
        .ifPresent(
            (SettingRead read) -> {
              read.value().ifPresent(value -> tree.put("value", value));
              tree.put("origin", read.origin().shown());
            });
    return tree;
  }
}
