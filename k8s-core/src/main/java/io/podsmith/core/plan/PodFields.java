// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes objects apart into leaves, as Kubernetes merges them: elements of a list go by their merge
 * keys, and lists without any are one leaf.
 */
public final class PodFields {
  /** The merge keys of the lists of pods and services, by the name of the list. */
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("ephemeralContainers", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("ports", List.of("containerPort", "protocol")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("schedulingGates", List.of("name")),
          Map.entry("resourceClaims", List.of("name")),
          Map.entry("claims", List.of("name")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
          Map.entry("ownerReferences", List.of("uid")));

  private static final Map<String, String> DEFAULTS = Map.of("protocol", "TCP");

  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]+");

  private PodFields() {}

  /** Returns the tree of the JSON form of an object, as the API server receives it. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> tree(Object model) {
    return Serialization.unmarshal(Serialization.asJson(model), Map.class);
  }

  /**
   * Returns the leaves of an object by their paths, in its order; see {@link FieldProvenance} for
   * the form of a path.
   */
  public static Map<String, Object> leaves(Map<String, Object> object) {
    Map<String, Object> leaves = new LinkedHashMap<>();
    collect("", "", object, leaves);
    return leaves;
  }

  /**
   * Returns the values of the merge keys of a list's element by their names, empty if the list is
   * atomic or the element lacks one.
   *
   * @param list the name of the list
   */
  public static Map<String, Object> mergeKey(String list, @Nullable Object element) {
    List<String> keys = KEYS.get(list);
    if (keys == null || !(element instanceof Map<?, ?> map)) {
      return Map.of();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (String key : keys) {
      Object value = map.get(key) == null ? DEFAULTS.get(key) : map.get(key);
      if (value == null) {
        return Map.of();
      }
      values.put(key, value);
    }
    return values;
  }

  /** Returns whether the elements of a list are merged, each by its own key. */
  public static boolean isMerged(String name, List<?> list) {
    List<Map<String, Object>> keys = list.stream().map(each -> mergeKey(name, each)).toList();
    return !keys.isEmpty()
        && keys.stream().noneMatch(Map::isEmpty)
        && keys.stream().distinct().count() == keys.size();
  }

  /** Returns whether a path lies below another one, in a map or a list. */
  public static boolean isBelow(String path, String other) {
    return path.startsWith("%s.".formatted(other)) || path.startsWith("%s[".formatted(other));
  }

  private static void collect(
      String path, String name, @Nullable Object value, Map<String, Object> leaves) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, each) -> collect(child(path, key), String.valueOf(key), each, leaves));
    } else if (value instanceof List<?> list && isMerged(name, list)) {
      for (Object each : list) {
        collect(item(path, mergeKey(name, each)), "", each, leaves);
      }
    } else if (value != null) {
      leaves.put(path, value);
    }
  }

  /** Returns the path of an element of a list. */
  static String item(String path, Map<String, Object> mergeKey) {
    return "%s[%s]".formatted(path, shown(mergeKey));
  }

  /** Returns the path of a key of a map. */
  static String child(String path, @Nullable Object key) {
    String name = String.valueOf(key);
    if (!SIMPLE.matcher(name).matches()) {
      return "%s[%s]".formatted(path, name);
    }
    return path.isEmpty() ? name : "%s.%s".formatted(path, name);
  }

  private static String shown(Map<String, Object> key) {
    return key.entrySet().stream()
        .map(each -> "%s=%s".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(","));
  }
}
