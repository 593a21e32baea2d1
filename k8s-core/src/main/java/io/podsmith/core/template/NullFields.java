// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import com.fasterxml.jackson.databind.JavaType;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.plan.PodFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes nulls from a pod, such as the list that {@code volumeMounts:} with nothing behind it
 * becomes. Steps then see an empty list where there is none, as the model promises.
 *
 * <p>The pod means the same to the API server: a null field is one that is not set, and a null
 * among texts is an empty text.
 */
final class NullFields {
  private NullFields() {}

  static Pod removeFrom(Pod pod) {
    Object clean = clean(PodFields.tree(pod), ModelTypes.POD);
    return Serialization.unmarshal(Serialization.asJson(clean), Pod.class);
  }

  private static @Nullable Object clean(@Nullable Object value, @Nullable JavaType type) {
    if (value instanceof List<?> list) {
      JavaType content = type != null && type.isCollectionLikeType() ? type.getContentType() : null;
      List<Object> result = new ArrayList<>();
      list.forEach(element -> add(result, clean(orEmptyText(element, content), content)));
      return result;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach(
          (key, element) -> {
            String name = String.valueOf(key);
            JavaType content = contentOf(type, name);
            Object given =
                type != null && type.isMapLikeType() ? orEmptyText(element, content) : element;
            Object cleaned = clean(given, content);
            if (cleaned != null) {
              result.put(name, cleaned);
            }
          });
      return result;
    }
    return value;
  }

  private static void add(List<Object> list, @Nullable Object element) {
    if (element != null) {
      list.add(element);
    }
  }

  private static @Nullable JavaType contentOf(@Nullable JavaType type, String name) {
    if (type == null) {
      return null;
    }
    if (type.isMapLikeType()) {
      return type.getContentType();
    }
    return ModelTypes.isObject(type) ? ModelTypes.fieldsOf(type.getRawClass()).get(name) : null;
  }

  private static @Nullable Object orEmptyText(@Nullable Object element, @Nullable JavaType type) {
    return type != null && type.getRawClass() == String.class
        ? Objects.requireNonNullElse(element, "")
        : element;
  }
}
