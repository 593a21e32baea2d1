// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit.preview;

import io.podsmith.core.plan.PodFields;
import io.podsmith.core.plan.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Describes what the API server changes in an object, field by field. */
final class ServerChanges {
  /** What every object gets when it is stored, and says nothing about the cluster. */
  private static final Set<String> BOOKKEEPING =
      Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields");

  private ServerChanges() {}

  /** Returns a line per field that the answer has with another value than the object. */
  static List<String> between(Map<String, Object> sent, Map<String, Object> answer) {
    Map<String, Object> before = PodFields.leaves(sent);
    Map<String, Object> after = PodFields.leaves(answer);
    String writer = Writer.of(Writer.Kind.API_SERVER).name();
    List<String> changes = new ArrayList<>();
    after.forEach(
        (path, value) -> {
          Object old = before.get(path);
          if (isBookkeeping(path) || value.equals(old)) {
            return;
          }
          changes.add(
              old == null
                  ? "%s: %s (%s)".formatted(path, value, writer)
                  : "%s: %s (%s; was %s)".formatted(path, value, writer, old));
        });
    before.forEach(
        (path, old) -> {
          if (!after.containsKey(path)) {
            changes.add("%s: removed (%s; was %s)".formatted(path, writer, old));
          }
        });
    return changes;
  }

  /** Returns lines of YAML comments, or nothing if there are no changes. */
  static String comment(List<String> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("# The API server would set or change:\n");
    for (String change : changes) {
      text.append("#   %s\n".formatted(change.replace("\n", "\\n").replace("\r", "\\r")));
    }
    return text.toString();
  }

  private static boolean isBookkeeping(String path) {
    return path.startsWith("status")
        || BOOKKEEPING.stream().anyMatch(each -> path.startsWith("metadata.%s".formatted(each)));
  }
}
