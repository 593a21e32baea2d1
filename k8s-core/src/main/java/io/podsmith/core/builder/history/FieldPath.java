// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.builder.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a pod that stays the same while steps add elements before it: elements of lists go by
 * their name, not by their index.
 *
 * @param inContainer whether it is a place in Spark's container, else in the rest of the pod
 * @param elements keys of maps, and elements of lists
 */
record FieldPath(boolean inContainer, List<Object> elements) {
  private static final Pattern ELEMENT = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]*)\\]");
  private static final String OF_A_SET = "spec.template.";

  /** An element of a list, by the value of its key and how many of the same value precede it. */
  record Item(String key, String value, int occurrence) {}

  FieldPath {
    elements = List.copyOf(elements);
  }

  /**
   * Finds the place that the API server means.
   *
   * @param field for example {@code spec.containers[0].env[1].name}
   * @param pod the finished pod without Spark's container, which follows the others
   * @param container Spark's container
   */
  static FieldPath locate(String field, Map<String, Object> pod, Map<String, Object> container) {
    List<Object> parsed =
        parse(field.startsWith(OF_A_SET) ? field.substring(OF_A_SET.length()) : field);
    if (parsed.size() >= 3
        && parsed.subList(0, 2).equals(List.of("spec", "containers"))
        && parsed.get(2) instanceof Integer index
        && index == others(pod)) {
      return new FieldPath(true, stable(parsed.subList(3, parsed.size()), container));
    }
    return new FieldPath(false, stable(parsed, pod));
  }

  private static int others(Map<String, Object> pod) {
    return pod.get("spec") instanceof Map<?, ?> spec && spec.get("containers") instanceof List<?> l
        ? l.size()
        : 0;
  }

  private static List<Object> parse(String field) {
    List<Object> elements = new ArrayList<>();
    Matcher next = ELEMENT.matcher(field);
    while (next.find()) {
      String inBrackets = next.group(2);
      if (inBrackets == null) {
        elements.add(next.group(1));
      } else {
        elements.add(
            inBrackets.matches("\\d{1,6}") ? (Object) Integer.valueOf(inBrackets) : inBrackets);
      }
    }
    return elements;
  }

  /** Replaces indexes by names, as far as elements have any. */
  private static List<Object> stable(List<Object> parsed, Object root) {
    List<Object> stable = new ArrayList<>();
    Object here = root;
    String field = "";
    for (Object element : parsed) {
      if (element instanceof Integer index) {
        Item item = here instanceof List<?> list ? item(field, list, index) : null;
        if (item == null) {
          return stable; // the list as a whole
        }
        stable.add(item);
        here = ((List<?>) here).get(index);
      } else {
        field = element.toString();
        stable.add(field);
        Object next = here instanceof Map<?, ?> map ? map.get(field) : null;
        here = next == null ? Map.of() : next;
      }
    }
    return stable;
  }

  private static @Nullable Item item(String field, List<?> list, int index) {
    String key = Differences.keyOf(field).orElse("");
    if (index >= list.size() || key.isEmpty()) {
      return null;
    }
    String value = valueOf(list.get(index), key);
    if (value == null) {
      return null;
    }
    int occurrence = 0;
    for (Object earlier : list.subList(0, index)) {
      if (value.equals(valueOf(earlier, key))) {
        occurrence++;
      }
    }
    return new Item(key, value, occurrence);
  }

  private static @Nullable String valueOf(@Nullable Object element, String key) {
    Object value = element instanceof Map<?, ?> map ? map.get(key) : null;
    return value == null ? null : value.toString();
  }

  /** Returns the value at this place, empty where there is none. */
  Optional<Object> in(Map<String, Object> pod, Map<String, Object> container) {
    Object here = inContainer ? container : pod;
    for (Object element : elements) {
      Object next = null;
      if (element instanceof Item item) {
        next = here instanceof List<?> list ? find(item, list) : null;
      } else if (here instanceof Map<?, ?> map) {
        next = map.get(element);
      }
      if (next == null) {
        return Optional.empty();
      }
      here = next;
    }
    return Optional.of(here);
  }

  private static @Nullable Object find(Item item, List<?> list) {
    int left = item.occurrence();
    for (Object element : list) {
      if (Objects.equals(valueOf(element, item.key()), item.value()) && left-- == 0) {
        return element;
      }
    }
    return null;
  }

  FieldPath child(Object element) {
    List<Object> longer = new ArrayList<>(elements);
    longer.add(element);
    return new FieldPath(inContainer, longer);
  }

  /** Returns the element of a list in which this place lies, empty where it lies in none. */
  Optional<FieldPath> enclosingItem() {
    for (int end = elements.size(); end > 0; end--) {
      if (elements.get(end - 1) instanceof Item) {
        return Optional.of(new FieldPath(inContainer, elements.subList(0, end)));
      }
    }
    return Optional.empty();
  }
}
