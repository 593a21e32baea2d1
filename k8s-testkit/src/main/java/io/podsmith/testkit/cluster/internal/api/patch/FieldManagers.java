// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.podsmith.testkit.cluster.internal.api.request.ApiException;
import io.podsmith.testkit.cluster.internal.api.request.FieldError;
import io.podsmith.testkit.cluster.internal.api.schema.ApiResource;
import io.podsmith.testkit.cluster.internal.api.schema.Json;
import io.podsmith.testkit.cluster.internal.api.schema.Schema;
import io.podsmith.testkit.cluster.internal.api.schema.Timestamps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the books of who owns which field, and carries out server-side apply by them. */
public final class FieldManagers {
  /** One line of the books. */
  private static final class Entry {
    private final String manager;
    private final String operation;
    private final String apiVersion;
    private final String subresource;
    private final String time;
    private final Set<List<String>> fields;

    Entry(
        String manager,
        String operation,
        String apiVersion,
        String subresource,
        String time,
        Set<List<String>> fields) {
      this.manager = manager;
      this.operation = operation;
      this.apiVersion = apiVersion;
      this.subresource = subresource;
      this.time = time;
      this.fields = fields;
    }

    boolean isOf(String who, String how, String where) {
      return manager.equals(who) && operation.equals(how) && subresource.equals(where);
    }

    ObjectNode write() {
      ObjectNode entry = Json.object().put("manager", manager).put("operation", operation);
      entry.put("apiVersion", apiVersion).put("time", time).put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", FieldSets.write(fields));
      if (!subresource.isEmpty()) {
        entry.put("subresource", subresource);
      }
      return entry;
    }

    String describe() {
      String text = '"' + manager + '"';
      if (operation.equals("Update")) {
        text += " using " + apiVersion;
      }
      return subresource.isEmpty() ? text : text + " with subresource \"" + subresource + '"';
    }
  }

  /**
   * What came of an apply.
   *
   * @param tree the object as it is to be, with the books
   */
  public record Applied(ObjectNode tree) {}

  private final FieldSets sets;

  public FieldManagers(Schema schema) {
    sets = new FieldSets(schema);
  }

  /** Books a change that is no apply: whoever changes a field owns it alone. */
  public void book(
      ApiResource resource,
      String manager,
      String subresource,
      Optional<ObjectNode> before,
      ObjectNode after) {
    Map<List<String>, JsonNode> now = owned(resource, subresource, after);
    Map<List<String>, JsonNode> then =
        before.map(each -> owned(resource, subresource, each)).orElse(Map.of());
    Set<List<String>> changed = new LinkedHashSet<>();
    now.forEach(
        (path, value) -> {
          if (!value.equals(then.get(path))) {
            changed.add(path);
          }
        });
    Set<List<String>> removed = new HashSet<>(then.keySet());
    removed.removeAll(now.keySet());
    List<Entry> entries = entries(subresource, before, after);
    if (changed.isEmpty() && removed.isEmpty()) {
      write(after, entries);
      return;
    }
    Set<List<String>> mine = new LinkedHashSet<>();
    for (Entry entry : entries) {
      entry.fields.removeAll(removed);
      entry.fields.removeAll(changed);
      if (entry.isOf(manager, "Update", subresource)) {
        mine.addAll(entry.fields);
      }
    }
    mine.addAll(changed);
    entries.removeIf(entry -> entry.isOf(manager, "Update", subresource));
    entries.add(
        new Entry(manager, "Update", resource.apiVersion(), subresource, Timestamps.now(), mine));
    write(after, entries);
  }

  /**
   * Returns the books that a change starts from. A client may edit them, as {@code kubectl apply
   * --server-side} does to take over from client-side apply; a client that does not know them loses
   * nothing.
   */
  private static List<Entry> entries(
      String subresource, Optional<ObjectNode> before, ObjectNode after) {
    List<Entry> given = subresource.isEmpty() && before.isPresent() ? read(after) : List.of();
    if (!given.isEmpty()) {
      boolean isReset = given.size() == 1 && given.get(0).manager.isEmpty();
      return isReset ? new ArrayList<>() : given;
    }
    return before.map(FieldManagers::read).orElseGet(ArrayList::new);
  }

  /**
   * Applies a configuration.
   *
   * @param live the object as it is; empty where there is none yet
   * @param applied what the manager wants
   * @param force whether fields of other managers may be taken from them
   */
  public Applied apply(
      ApiResource resource,
      String manager,
      String subresource,
      Optional<ObjectNode> live,
      ObjectNode applied,
      boolean force) {
    Map<List<String>, JsonNode> wanted = owned(resource, subresource, applied);
    ObjectNode result = live.map(ObjectNode::deepCopy).orElseGet(applied::deepCopy);
    List<Entry> entries = live.map(FieldManagers::read).orElseGet(ArrayList::new);
    Set<List<String>> former = new HashSet<>();
    if (live.isPresent()) {
      Map<List<String>, JsonNode> present = owned(resource, subresource, live.get());
      Set<List<String>> changed = new LinkedHashSet<>(wanted.keySet());
      changed.removeIf(path -> Objects.equals(wanted.get(path), present.get(path)));
      List<Entry> others =
          entries.stream().filter(each -> !each.isOf(manager, "Apply", subresource)).toList();
      if (force) {
        others.forEach(each -> each.fields.removeAll(changed));
      } else {
        refuseConflicts(others, changed);
      }
      entries.stream()
          .filter(each -> each.isOf(manager, "Apply", subresource))
          .forEach(each -> former.addAll(each.fields));
      sets.merge(result, applied, resource.type());
      former.removeAll(wanted.keySet());
      dropOwnedByNobody(result, former, wanted.keySet(), others);
    }
    entries.removeIf(each -> each.isOf(manager, "Apply", subresource));
    entries.add(
        0,
        new Entry(
            manager,
            "Apply",
            resource.apiVersion(),
            subresource,
            Timestamps.now(),
            new LinkedHashSet<>(wanted.keySet())));
    write(result, entries);
    return new Applied(result);
  }

  private static void refuseConflicts(List<Entry> others, Set<List<String>> changed) {
    StringBuilder text = new StringBuilder();
    List<FieldError> causes = new ArrayList<>();
    for (Entry other :
        others.stream().sorted(Comparator.comparing(each -> each.manager)).toList()) {
      List<String> fields =
          changed.stream().filter(other.fields::contains).map(FieldSets::print).sorted().toList();
      if (fields.isEmpty()) {
        continue;
      }
      text.append("\nconflicts with ").append(other.describe()).append(':');
      for (String field : fields) {
        text.append("\n- ").append(field);
        causes.add(
            new FieldError("FieldManagerConflict", field, "conflict with " + other.describe()));
      }
    }
    if (causes.isEmpty()) {
      return;
    }
    ApiException conflict =
        ApiException.of(
            409,
            "Conflict",
            causes.size() == 1
                ? "Apply failed with 1 conflict: "
                    + causes.get(0).body()
                    + ": "
                    + causes.get(0).field()
                : "Apply failed with " + causes.size() + " conflicts: " + text.substring(1));
    causes.forEach(each -> conflict.withCause(each.reason(), each.body(), each.field()));
    throw conflict;
  }

  private static void dropOwnedByNobody(
      ObjectNode tree, Set<List<String>> former, Set<List<String>> wanted, List<Entry> others) {
    // Elements before their fields: an element is not found any more without its keys.
    for (List<String> path : former.stream().sorted(Comparator.comparingInt(List::size)).toList()) {
      boolean isOthers =
          wanted.stream().anyMatch(each -> startsWith(each, path))
              || others.stream()
                  .anyMatch(
                      other -> other.fields.stream().anyMatch(each -> startsWith(each, path)));
      if (!isOthers) {
        FieldSets.remove(tree, path);
      }
    }
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }

  private Map<List<String>, JsonNode> owned(
      ApiResource resource, String subresource, ObjectNode object) {
    Map<List<String>, JsonNode> leaves = sets.leaves(object, resource.type());
    boolean hasStatus = resource.subresources().containsKey("status");
    if (subresource.equals("status")) {
      leaves.keySet().removeIf(path -> path.get(0).equals("f:spec"));
    } else if (hasStatus) {
      leaves.keySet().removeIf(path -> path.get(0).equals("f:status"));
    }
    return leaves;
  }

  private static List<Entry> read(ObjectNode object) {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode each : object.path("metadata").path("managedFields")) {
      entries.add(
          new Entry(
              Json.text(each, "manager"),
              Json.text(each, "operation"),
              Json.text(each, "apiVersion"),
              Json.text(each, "subresource"),
              Json.text(each, "time"),
              FieldSets.read(each.path("fieldsV1"))));
    }
    return entries;
  }

  private static void write(ObjectNode object, List<Entry> entries) {
    ArrayNode list =
        Json.array()
            .addAll(
                entries.stream()
                    .filter(each -> !each.fields.isEmpty())
                    .map(Entry::write)
                    .collect(Collectors.toList()));
    if (list.isEmpty()) {
      Json.metadata(object).remove("managedFields");
    } else {
      Json.metadata(object).set("managedFields", list);
    }
  }
}
