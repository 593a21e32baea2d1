// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.podsmith.api.PodRole;
import io.podsmith.core.plan.FieldProvenance.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns plans into trees of maps, lists and scalars, and back. */
final class PlanTrees {
  private PlanTrees() {}

  static Map<String, Object> of(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    PlanTarget target = plan.target();
    tree.put(
        "target",
        map(
            "podsmithVersion", target.podsmithVersion(),
            "sparkVersion", target.sparkVersion(),
            "cluster", target.cluster(),
            "namespace", target.namespace(),
            "appName", target.appName(),
            "appId", target.appId(),
            "seed", target.seed()));
    tree.put("driver", of(plan.driver()));
    plan.executor().ifPresent(executor -> tree.put("executor", of(executor)));
    tree.put("executorUnknown", plan.executorUnknown());
    tree.put("properties", plan.properties().stream().map(PlanTrees::of).toList());
    return tree;
  }

  private static Map<String, Object> of(PlannedRole role) {
    return map(
        "role", role.role().name(),
        "steps", role.steps().stream().map(PlanTrees::of).toList(),
        "idle", role.idle().stream().map(PlanTrees::of).toList(),
        "pod", role.pod(),
        "objects", role.objects().stream().map(PlanTrees::of).toList(),
        "fields", role.fields().stream().map(PlanTrees::of).toList());
  }

  private static Map<String, Object> of(PlannedStep step) {
    return map(
        "id", step.id(),
        "phase", step.phase(),
        "artifact", of(step.artifact()),
        "reads", step.reads().stream().map(PlanTrees::of).toList());
  }

  private static Map<String, Object> of(IdleStep step) {
    return map(
        "id", step.id(),
        "artifact", of(step.artifact()),
        "reason", step.reason().name(),
        "settings", step.settings());
  }

  private static Map<String, Object> of(StepArtifact artifact) {
    return map(
        "origin", artifact.origin(),
        "jar", artifact.jar(),
        "version", artifact.version(),
        "digest", artifact.digest());
  }

  private static Map<String, Object> of(PlannedObject object) {
    return map(
        "isBeforePod", object.isBeforePod(),
        "writer", of(object.writer()),
        "object", object.object());
  }

  private static Map<String, Object> of(Writer writer) {
    return map("kind", writer.kind().name(), "name", writer.name());
  }

  private static Map<String, Object> of(FieldProvenance field) {
    return map("path", field.path(), "writes", field.writes().stream().map(PlanTrees::of).toList());
  }

  private static Map<String, Object> of(Write write) {
    return write.isRemoval()
        ? map("writer", of(write.writer()), "removed", true, "settings", write.settings())
        : map("writer", of(write.writer()), "value", write.value(), "settings", write.settings());
  }

  private static Map<String, Object> of(SettingRead read) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("key", read.key());
    read.value().ifPresent(value -> tree.put("value", value));
    tree.put(
        "origin",
        map(
            "kind", read.origin().kind().name(),
            "file", read.origin().file(),
            "line", read.origin().line()));
    return tree;
  }

  /**
   * Reads a tree back.
   *
   * @throws IllegalArgumentException if something is missing, names what
   */
  static Plan plan(Map<String, Object> document) {
    Tree tree = new Tree("the plan", document);
    Tree target = tree.tree("target");
    return new Plan(
        new PlanTarget(
            target.text("podsmithVersion"),
            target.text("sparkVersion"),
            target.text("cluster"),
            target.text("namespace"),
            target.text("appName"),
            target.text("appId"),
            target.has("seed") ? target.text("seed") : ""),
        role(tree.tree("driver")),
        tree.has("executor") ? Optional.of(role(tree.tree("executor"))) : Optional.empty(),
        tree.text("executorUnknown"),
        tree.trees("properties").stream().map(PlanTrees::read).toList());
  }

  private static PlannedRole role(Tree tree) {
    return new PlannedRole(
        PodRole.valueOf(tree.text("role")),
        tree.trees("steps").stream().map(PlanTrees::step).toList(),
        tree.trees("idle").stream().map(PlanTrees::idle).toList(),
        tree.tree("pod").values(),
        tree.trees("objects").stream().map(PlanTrees::object).toList(),
        tree.trees("fields").stream().map(PlanTrees::field).toList());
  }

  private static PlannedStep step(Tree tree) {
    return new PlannedStep(
        tree.text("id"),
        tree.text("phase"),
        artifact(tree.tree("artifact")),
        tree.trees("reads").stream().map(PlanTrees::read).toList());
  }

  private static IdleStep idle(Tree tree) {
    return new IdleStep(
        tree.text("id"),
        artifact(tree.tree("artifact")),
        IdleStep.Reason.valueOf(tree.text("reason")),
        tree.texts("settings"));
  }

  private static StepArtifact artifact(Tree tree) {
    return new StepArtifact(
        tree.text("origin"), tree.text("jar"), tree.text("version"), tree.text("digest"));
  }

  private static PlannedObject object(Tree tree) {
    return new PlannedObject(
        Boolean.TRUE.equals(tree.value("isBeforePod")),
        writer(tree.tree("writer")),
        tree.tree("object").values());
  }

  private static Writer writer(Tree tree) {
    return new Writer(Writer.Kind.valueOf(tree.text("kind")), tree.text("name"));
  }

  private static FieldProvenance field(Tree tree) {
    return new FieldProvenance(
        tree.text("path"), tree.trees("writes").stream().map(PlanTrees::write).toList());
  }

  private static Write write(Tree tree) {
    return new Write(
        writer(tree.tree("writer")),
        tree.has("removed") ? FieldProvenance.REMOVED : tree.value("value"),
        tree.texts("settings"));
  }

  private static SettingRead read(Tree tree) {
    Tree origin = tree.tree("origin");
    return new SettingRead(
        tree.text("key"),
        tree.has("value") ? Optional.of(tree.text("value")) : Optional.empty(),
        new SettingOrigin(
            SettingOrigin.Kind.valueOf(origin.text("kind")),
            origin.text("file"),
            origin.number("line")));
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  /** A map of a document, whose keys must be there. */
  private record Tree(String name, Map<String, Object> values) {
    boolean has(String key) {
      return values.containsKey(key);
    }

    Object value(String key) {
      Object value = values.get(key);
      if (value == null) {
        throw new IllegalArgumentException("%s has no %s".formatted(name, key));
      }
      return value;
    }

    String text(String key) {
      return (String) typed(key, String.class);
    }

    int number(String key) {
      return ((Number) typed(key, Number.class)).intValue();
    }

    Tree tree(String key) {
      return tree(key, typed(key, Map.class));
    }

    List<Tree> trees(String key) {
      return ((List<?>) typed(key, List.class)).stream().map(each -> tree(key, each)).toList();
    }

    List<String> texts(String key) {
      return ((List<?>) typed(key, List.class)).stream().map(String::valueOf).toList();
    }

    private Object typed(String key, Class<?> type) {
      Object value = value(key);
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException("%s of %s has another type".formatted(key, name));
      }
      return value;
    }

    private static Tree tree(String name, Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("%s is not a map".formatted(name));
      }
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((key, each) -> values.put(String.valueOf(key), each));
      return new Tree(name, values);
    }
  }
}
