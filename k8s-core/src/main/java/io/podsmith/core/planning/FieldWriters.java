// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import io.podsmith.core.builder.history.PodHistory;
import io.podsmith.core.builder.history.PodHistory.Version;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
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
  private final String container;
  private final Withholding withholding;
  private Map<String, Object> before = Map.of();

  private FieldWriters(String container, Withholding withholding) {
    this.container = container;
    this.withholding = withholding;
  }

  /**
   * Returns each leaf with its writers: those of the finished pod in its order, then removed ones.
   *
   * @param versions the pod after each author
   * @param finished the tree of the finished pod, not yet without secrets
   */
  static List<FieldProvenance> of(
      List<Version> versions, Map<String, Object> finished, Withholding withholding) {
    String name =
        versions.isEmpty()
            ? ""
            : Objects.toString(
                versions.get(versions.size() - 1).state().container().get("name"), "");
    FieldWriters writers = new FieldWriters(name, withholding);
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
        .map(path -> new FieldProvenance(path, writers.writes.getOrDefault(path, List.of())))
        .toList();
  }

  private Map<String, Object> leaves(Map<String, Object> pod, Map<String, Object> own) {
    Map<String, Object> all = PodHistory.leaves(pod, own, container);
    // which is there no more once the container is in its place
    all.remove("spec.containers");
    return all;
  }

  private void add(Writer writer, Map<String, Object> now, Map<String, Object> shown) {
    now.forEach(
        (path, value) -> {
          if (!value.equals(before.get(path))) {
            write(path, writer, Objects.requireNonNullElse(shown.get(path), ""));
          }
        });
    before.keySet().stream()
        .filter(path -> !now.containsKey(path))
        .forEach(path -> write(path, writer, FieldProvenance.REMOVED));
    before = now;
  }

  private void write(String path, Writer writer, Object value) {
    writes
        .computeIfAbsent(path, unused -> new ArrayList<>())
        .add(new Write(writer, value, List.of()));
  }
}
