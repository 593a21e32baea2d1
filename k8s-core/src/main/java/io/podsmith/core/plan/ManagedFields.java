// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes sets of leaves in the form of {@code metadata.managedFields[].fieldsV1}. */
public final class ManagedFields {
  private static final ObjectMapper KEYS =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** Belong to the object itself and are never managed. */
  private static final Set<String> UNMANAGED =
      Set.of("apiVersion", "kind", "metadata.name", "metadata.namespace");

  /** Maps of pods that the API server's schema marks as atomic: they have one owner as a whole. */
  private static final Set<String> ATOMIC =
      Set.of(
          "configMapKeyRef",
          "fieldRef",
          "fileKeyRef",
          "resourceFieldRef",
          "secretKeyRef",
          "secretRef",
          "nodePublishSecretRef",
          "nodeSelector",
          "requiredDuringSchedulingIgnoredDuringExecution",
          "labelSelector",
          "namespaceSelector",
          "selector",
          "dataSource");

  /** Lists of atomic maps, each with a key. */
  private static final String PULL_SECRETS = "imagePullSecrets";

  /** The one list of objects that is a set. */
  private static final String FINALIZERS = "finalizers";

  private ManagedFields() {}

  /**
   * Returns the fields of one manager.
   *
   * @param object the tree that the leaves are from
   * @param paths the leaves of the manager, as {@link PodFields#leaves} names them
   */
  public static Map<String, Object> of(Map<String, Object> object, Collection<String> paths) {
    Set<String> wanted = new HashSet<>(paths);
    wanted.removeAll(UNMANAGED);
    Map<String, Object> fields = new LinkedHashMap<>();
    add("", "", object, wanted, fields);
    return fields;
  }

  private static boolean add(
      String path,
      String name,
      @Nullable Object value,
      Set<String> wanted,
      Map<String, Object> fields) {
    boolean isAny = false;
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      if (ATOMIC.contains(name)) {
        return wanted.stream().anyMatch(each -> PodFields.isBelow(each, path));
      }
      for (Map.Entry<?, ?> each : map.entrySet()) {
        String key = String.valueOf(each.getKey());
        Map<String, Object> below = new LinkedHashMap<>();
        if (add(PodFields.child(path, key), key, each.getValue(), wanted, below)) {
          fields.put("f:%s".formatted(key), below);
          isAny = true;
        }
      }
      return isAny;
    }
    if (value instanceof List<?> list && PodFields.isMerged(name, list)) {
      for (Object each : list) {
        Map<String, Object> key = PodFields.mergeKey(name, each);
        Map<String, Object> below = new LinkedHashMap<>();
        if (add(PodFields.item(path, key), "", each, wanted, below)) {
          if (name.equals(PULL_SECRETS)) {
            below.clear();
          } else if (isKeyWanted(path, key, wanted)) {
            below.put(".", Map.of());
          }
          fields.put("k:%s".formatted(json(key)), below);
          isAny = true;
        }
      }
      return isAny;
    }
    if (name.equals(FINALIZERS) && value instanceof List<?> list && wanted.contains(path)) {
      list.forEach(each -> fields.put("v:%s".formatted(json(each)), Map.of()));
    }
    return wanted.contains(path);
  }

  /** The manager of an element's key owns the element itself. */
  private static boolean isKeyWanted(String path, Map<String, Object> key, Set<String> wanted) {
    String item = PodFields.item(path, key);
    return key.keySet().stream().anyMatch(each -> wanted.contains(PodFields.child(item, each)));
  }

  private static String json(@Nullable Object key) {
    try {
      return KEYS.writeValueAsString(key);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("merge keys are scalars", e);
    }
  }
}
