// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.api.error.ShownUri;
import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.PodHistory.Version;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import io.podsmith.core.planning.RoleReads.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds who wrote each leaf of a pod, from the pod as each author left it. What differs between the
 * last of these and the finished pod was written by the engine.
 */
final class FieldWriters {
  private final Map<String, List<Write>> writes = new LinkedHashMap<>();
  private final Map<String, List<Known>> readsOfSteps = new HashMap<>();
  private final String container;
  private final String templateKey;
  private final RoleReads reads;
  private final Withholding withholding;
  private Map<String, Object> before = Map.of();

  private FieldWriters(
      String container, String templateKey, RoleReads reads, Withholding withholding) {
    this.container = container;
    this.templateKey = templateKey;
    this.reads = reads;
    this.withholding = withholding;
  }

  /**
   * Returns each leaf with its writers: those of the finished pod in its order, then removed ones.
   *
   * @param versions the pod after each author
   * @param finished the tree of the finished pod, not yet without secrets
   * @param templateKey the setting that names the template
   * @param reads what steps read
   */
  static List<FieldProvenance> of(
      List<Version> versions,
      Map<String, Object> finished,
      String templateKey,
      RoleReads reads,
      Withholding withholding) {
    String name =
        versions.isEmpty()
            ? ""
            : Objects.toString(
                versions.get(versions.size() - 1).state().container().get("name"), "");
    FieldWriters writers = new FieldWriters(name, templateKey, reads, withholding);
    for (Version version : versions) {
      Map<String, Object> pod = version.state().pod();
      Map<String, Object> own = version.state().container();
      writers.add(
          version.author().writer(),
          writers.leaves(pod, own),
          writers.leaves(withholding.object(pod), withholding.object(own)));
    }
    Map<String, Object> end = PodFields.leaves(finished);
    writers.add(Writer.of(Writer.Kind.ENGINE), end, PodFields.leaves(withholding.object(finished)));
    Set<String> paths = new LinkedHashSet<>(end.keySet());
    paths.addAll(writers.writes.keySet());
    return paths.stream()
        .map(
            path ->
                new FieldProvenance(
                    withholding.path(path), writers.writes.getOrDefault(path, List.of())))
        .toList();
  }

  private Map<String, Object> leaves(Map<String, Object> pod, Map<String, Object> own) {
    Map<String, Object> all = PodHistory.leaves(pod, own, container);
    // no leaves once the container is in its place
    all.remove("spec.containers");
    all.remove("spec");
    return all;
  }

  private void add(Writer writer, Map<String, Object> now, Map<String, Object> shown) {
    now.forEach(
        (path, value) -> {
          if (!value.equals(before.get(path))) {
            write(path, writer, value, shown.getOrDefault(path, Plan.WITHHELD));
          }
        });
    for (String path : before.keySet()) {
      if (now.containsKey(path)) {
        continue;
      }
      if (isFilled(path, now)) {
        writes.remove(path);
      } else {
        write(path, writer, FieldProvenance.REMOVED, FieldProvenance.REMOVED);
      }
    }
    before = now;
  }

  /** Returns whether an empty map was filled: the leaves in it stand for it from then. */
  private boolean isFilled(String path, Map<String, Object> now) {
    Object value = before.get(path);
    return value instanceof Map<?, ?> map
        && map.isEmpty()
        && now.keySet().stream().anyMatch(other -> PodFields.isBelow(other, path));
  }

  private void write(String path, Writer writer, Object value, Object shown) {
    writes
        .computeIfAbsent(path, unused -> new ArrayList<>())
        .add(new Write(shownWriter(writer), shown, settings(writer, path, value)));
  }

  private List<String> settings(Writer writer, String path, Object value) {
    return switch (writer.kind()) {
      case TEMPLATE -> List.of(templateKey);
      case STEP ->
          WriteSettings.of(
              readsOfSteps.computeIfAbsent(writer.name(), reads::beforeWriting), path, value);
      case ENGINE, API_SERVER -> List.of();
    };
  }

  private static Writer shownWriter(Writer writer) {
    return new Writer(writer.kind(), ShownUri.of(writer.name()));
  }
}
