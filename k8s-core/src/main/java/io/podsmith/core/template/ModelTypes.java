// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The fields of a pod, as the client's model declares them. */
final class ModelTypes {
  static final JavaType POD;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ConcurrentMap<Class<?>, Map<String, JavaType>> FIELDS =
      new ConcurrentHashMap<>();

  static {
    POD = MAPPER.constructType(Pod.class);
  }

  private ModelTypes() {}

  /** Returns whether a type is an object with known fields, and not a quantity or the like. */
  static boolean isObject(JavaType type) {
    JsonDeserialize how = type.getRawClass().getAnnotation(JsonDeserialize.class);
    return how != null && how.using() == JsonDeserializer.None.class && !type.isEnumType();
  }

  /** Returns the type of the objects in a list, and any other type as it is. */
  static JavaType elementOf(JavaType type) {
    return type.isCollectionLikeType() ? type.getContentType() : type;
  }

  /** Returns the fields of an object by name, in the order of the model. */
  static Map<String, JavaType> fieldsOf(Class<?> model) {
    return FIELDS.computeIfAbsent(model, ModelTypes::introspect);
  }

  private static Map<String, JavaType> introspect(Class<?> model) {
    BeanDescription bean =
        MAPPER.getDeserializationConfig().introspect(MAPPER.constructType(model));
    Map<String, JavaType> fields = new LinkedHashMap<>();
    for (BeanPropertyDefinition field : bean.findProperties()) {
      fields.put(field.getName(), field.getPrimaryType());
    }
    return Collections.unmodifiableMap(fields);
  }
}
