// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.FieldProvenance.Write;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.plan.PlannedRole;
import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what the API server changes in an object, field by field. */
final class ServerChanges {
  /** What every object gets when it is stored, and says nothing about the cluster. */
  private static final Set<String> BOOKKEEPING =
      Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  private static final Writer WRITER = Writer.of(Writer.Kind.API_SERVER);

  private ServerChanges() {}

  /** Returns each field that the answer has with another value than the object. */
  static List<ServerChange> between(Map<String, Object> sent, Map<String, Object> answer) {
    Map<String, Object> before = PodFields.leaves(sent);
    Map<String, Object> after = PodFields.leaves(answer);
    List<ServerChange> changes = new ArrayList<>();
    after.forEach(
        (path, value) -> {
          if (!isBookkeeping(path) && !value.equals(before.get(path))) {
            changes.add(
                new ServerChange(path, Optional.ofNullable(before.get(path)), Optional.of(value)));
          }
        });
    before.forEach(
        (path, old) -> {
          if (!after.containsKey(path)) {
            changes.add(new ServerChange(path, Optional.of(old), Optional.empty()));
          }
        });
    return changes;
  }

  /** Returns lines of YAML comments, or nothing if there are no changes. */
  static String comment(List<ServerChange> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("# The API server would set or change:\n");
    for (ServerChange change : changes) {
      text.append("#   %s\n".formatted(line(change).replace("\n", "\\n").replace("\r", "\\r")));
    }
    return text.toString();
  }

  private static String line(ServerChange change) {
    return "%s: %s (%s%s)"
        .formatted(
            change.path(),
            change.after().map(String::valueOf).orElse("removed"),
            WRITER.name(),
            change.before().map("; was %s"::formatted).orElse(""));
  }

  /**
   * Returns a plan in which the API server is the last writer of the fields of the driver pod that
   * it changes. The pod itself stays as it would be sent.
   */
  static Plan addTo(Plan plan, List<ServerChange> changes) {
    Map<String, List<Write>> writes = new LinkedHashMap<>();
    PlannedRole driver = plan.driver();
    driver.fields().forEach(field -> writes.put(field.path(), new ArrayList<>(field.writes())));
    for (ServerChange change : changes) {
      writes
          .computeIfAbsent(change.path(), path -> new ArrayList<>())
          .add(new Write(WRITER, change.after().orElse(FieldProvenance.REMOVED), List.of()));
    }
    return new Plan(
        plan.target(),
        new PlannedRole(
            driver.role(),
            driver.steps(),
            driver.idle(),
            driver.pod(),
            driver.objects(),
            writes.entrySet().stream()
                .map(each -> new FieldProvenance(each.getKey(), each.getValue()))
                .toList()),
        plan.executor(),
        plan.executorUnknown(),
        plan.properties());
  }

  private static boolean isBookkeeping(String path) {
    return path.startsWith("status")
        || BOOKKEEPING.stream().anyMatch(each -> path.startsWith("metadata.%s".formatted(each)));
  }
}
