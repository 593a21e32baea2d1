// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.text.PodPath;
import io.podsmith.cli.text.PodPath.Part;
import io.podsmith.core.conf.Spelling;
import io.podsmith.core.plan.FieldProvenance;
import io.podsmith.core.plan.PlannedRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the fields that a path means, as people type paths.
 *
 * <p>A path means all fields below it. Elements of lists may be given by their merge key, by its
 * value, by their index, or not at all ({@code spec.containers.env}); keys of maps in brackets or
 * after a dot. A path that does not start at the pod may start anywhere ({@code env}).
 */
final class FieldSelector {
  private static final int MAX_SUGGESTIONS = 3;

  private final PlannedRole role;
  private final Map<String, List<String>> elements = new LinkedHashMap<>();

  FieldSelector(PlannedRole role) {
    this.role = role;
    for (FieldProvenance field : role.fields()) {
      PodPath path = PodPath.of(field.path());
      for (int i = 0; i < path.parts().size(); i++) {
        if (path.parts().get(i).isBracket()) {
          List<String> siblings =
              elements.computeIfAbsent(path.first(i).toString(), parent -> new ArrayList<>());
          if (!siblings.contains(path.parts().get(i).text())) {
            siblings.add(path.parts().get(i).text());
          }
        }
      }
    }
  }

  /**
   * Finds the fields that a path means, in the order of the pod.
   *
   * @throws InvalidConfigurationException if it matches none; the message names the nearest ones
   */
  List<FieldProvenance> select(String typed) {
    PodPath wanted = PodPath.of(withoutRoot(typed));
    if (!wanted.parts().isEmpty()) {
      for (int start = 0; start < 2; start++) {
        List<FieldProvenance> found = select(wanted, start == 1);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    throw new InvalidConfigurationException(
        PodsmithError.CONF_INVALID,
        "PATH",
        "'%s' matches no field of the %s pod; the nearest are %s. Run explain without a path for all steps and their fields"
            .formatted(typed, role.role().label(), String.join(", ", nearest(wanted))));
  }

  private static String withoutRoot(String typed) {
    String path = typed.strip();
    for (String root : List.of("$.", "pod.", ".")) {
      if (path.startsWith(root)) {
        return path.substring(root.length());
      }
    }
    return path;
  }

  private List<FieldProvenance> select(PodPath wanted, boolean isAnywhere) {
    return role.fields().stream().filter(field -> matches(wanted, field, isAnywhere)).toList();
  }

  private boolean matches(PodPath wanted, FieldProvenance field, boolean isAnywhere) {
    PodPath path = PodPath.of(field.path());
    int last = isAnywhere ? path.parts().size() : 1;
    for (int start = 0; start < last; start++) {
      if (matches(wanted, 0, path, start, field)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(PodPath wanted, int at, PodPath path, int place, FieldProvenance field) {
    if (at == wanted.parts().size()) {
      return true;
    }
    if (place == path.parts().size()) {
      return isWithin(wanted.parts().subList(at, wanted.parts().size()), field);
    }
    Part part = path.parts().get(place);
    Part first = wanted.parts().get(at);
    if (!part.isBracket()) {
      return !first.isBracket()
          && first.text().equalsIgnoreCase(part.text())
          && matches(wanted, at + 1, path, place + 1, field);
    }
    if (first.isBracket()) {
      return isElement(first.text(), part, path.first(place).toString())
          && matches(wanted, at + 1, path, place + 1, field);
    }
    // keys of maps may have dots, so that several parts of what was typed are one key
    StringBuilder joined = new StringBuilder();
    for (int end = at; end < wanted.parts().size() && !wanted.parts().get(end).isBracket(); end++) {
      joined.append(end == at ? "" : ".").append(wanted.parts().get(end).text());
      if (isElement(joined.toString(), part, path.first(place).toString())
          && matches(wanted, end + 1, path, place + 1, field)) {
        return true;
      }
    }
    // the element of a list may be left out, the key of a map may not
    return part.text().contains("=") && matches(wanted, at, path, place + 1, field);
  }

  private boolean isElement(String typed, Part part, String parent) {
    if (typed.equals(part.text()) || typed.equals(part.label())) {
      return true;
    }
    return typed.matches("\\d{1,6}")
        && part.text().contains("=")
        && elements.getOrDefault(parent, List.of()).indexOf(part.text()) == Integer.parseInt(typed);
  }

  /** Returns whether what is left of a path lies in a list that is one field. */
  private static boolean isWithin(List<Part> rest, FieldProvenance field) {
    return rest.size() == 1
        && rest.get(0).text().matches("\\d{1,6}")
        && field.winner().value() instanceof List<?> list
        && Integer.parseInt(rest.get(0).text()) < list.size();
  }

  private List<String> nearest(PodPath wanted) {
    int length = Math.max(1, wanted.parts().size());
    String text = wanted.toString().toLowerCase(Locale.ROOT);
    Set<String> prefixes = new LinkedHashSet<>();
    for (FieldProvenance field : role.fields()) {
      PodPath path = PodPath.of(field.path());
      for (int end = 1; end <= path.parts().size(); end++) {
        prefixes.add(path.first(end).toString());
      }
    }
    Map<String, Integer> distances = new TreeMap<>();
    for (String prefix : prefixes) {
      PodPath path = PodPath.of(prefix);
      PodPath end = path.from(Math.max(0, path.parts().size() - length));
      distances.put(
          prefix,
          Math.min(
              Spelling.distance(text, prefix.toLowerCase(Locale.ROOT)),
              1 + Math.min(distance(text, end.toString()), distance(text, labels(end)))));
    }
    return distances.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(e -> e.getKey()))
        .limit(MAX_SUGGESTIONS)
        .map(Map.Entry::getKey)
        .sorted(Comparator.comparing(distances::get))
        .toList();
  }

  private static int distance(String typed, String path) {
    return Spelling.distance(typed, path.toLowerCase(Locale.ROOT));
  }

  /** Returns a path as people type it, without brackets and merge keys. */
  private static String labels(PodPath path) {
    return path.parts().stream().map(Part::label).collect(Collectors.joining("."));
  }
}
