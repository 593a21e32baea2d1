// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import static io.podsmith.core.template.FieldHint.join;

import com.fasterxml.jackson.databind.JavaType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.conf.names.QuantityRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds all slips of a template at once.
 *
 * <p>An unknown field is a warning only: the API server may know fields that the client's model
 * does not, and drops what it does not know. What no API server accepts is an error.
 */
final class TemplateCheck {
  private final TemplateSlips slips = new TemplateSlips();

  private TemplateCheck() {}

  /** Checks a template, given as the tree that its text describes. */
  static TemplateSlips of(Map<?, ?> template) {
    TemplateCheck check = new TemplateCheck();
    check.visit(template, ModelTypes.POD, "");
    return check.slips;
  }

  private void visit(@Nullable Object value, JavaType type, String place) {
    if (value == null) {
      return; // means the same as no field
    }
    if (type.isCollectionLikeType()) {
      visitList(value, type.getContentType(), place);
    } else if (type.isMapLikeType()) {
      visitMap(value, type.getContentType(), place);
    } else if (ModelTypes.isObject(type)) {
      visitObject(value, type.getRawClass(), place);
    } else {
      visitScalar(value, type.getRawClass(), place);
    }
  }

  private void visitList(Object value, JavaType content, String place) {
    if (!(value instanceof List<?> list)) {
      slips.error(place, "must be a list, but is " + described(value));
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      String at = "%s[%d]".formatted(place, i);
      Object element = list.get(i);
      if (element == null && ModelTypes.isObject(content)) {
        slips.error(at, "is empty; fill it in, or remove it from the list");
      }
      visit(element, content, at);
    }
  }

  private void visitMap(Object value, JavaType content, String place) {
    if (!(value instanceof Map<?, ?> map)) {
      slips.error(place, "must be an object with names and values, but is " + described(value));
      return;
    }
    map.forEach((name, element) -> visit(element, content, join(place, String.valueOf(name))));
  }

  private void visitObject(Object value, Class<?> model, String place) {
    if (!(value instanceof Map<?, ?> object)) {
      slips.error(place, "must be an object, but is " + described(value));
      return;
    }
    Map<String, JavaType> fields = ModelTypes.fieldsOf(model);
    object.forEach(
        (key, element) -> {
          String name = String.valueOf(key);
          JavaType type = fields.get(name);
          if (type == null) {
            visitUnknown(element, name, model, place);
          } else {
            visit(element, type, join(place, name));
          }
        });
    for (String field : RequiredFields.of(model)) {
      if (isMissing(object.get(field))) {
        slips.error(join(place, field), "is required, but missing");
      }
    }
    if (model == PodSpec.class) {
      visitSpec(object, place);
    } else if (model == Container.class) {
      rejectDuplicates(object, "volumeMounts", "mountPath", "mount path", place);
      rejectDuplicates(object, "ports", "name", "port name", place);
    }
  }

  private void visitSpec(Map<?, ?> spec, String place) {
    if (spec.containsKey("containers") && spec.get("containers") == null) {
      slips.error(join(place, "containers"), "is empty; add a container, or remove the field");
    }
    rejectDuplicates(spec, "volumes", "name", "volume name", place);
    Map<Object, String> names = new LinkedHashMap<>();
    for (String field : List.of("initContainers", "containers")) {
      rejectDuplicates(spec, field, "name", "container name", place, names);
    }
  }

  private void rejectDuplicates(
      Map<?, ?> object, String list, String field, String what, String place) {
    rejectDuplicates(object, list, field, what, place, new LinkedHashMap<>());
  }

  private void rejectDuplicates(
      Map<?, ?> object,
      String list,
      String field,
      String what,
      String place,
      Map<Object, String> seen) {
    if (!(object.get(list) instanceof List<?> elements)) {
      return;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Map<?, ?> element && !isMissing(element.get(field))) {
        String at = join(place, "%s[%d].%s".formatted(list, i, field));
        Object value = element.get(field);
        String first = seen.putIfAbsent(value, at);
        if (first != null) {
          slips.error(at, "the %s '%s' is used by %s already".formatted(what, value, first));
        }
      }
    }
  }

  private void visitUnknown(
      @Nullable Object value, String name, Class<?> parent, String parentPlace) {
    String place = join(parentPlace, name);
    Optional<FieldHint> hint = FieldHint.of(name, parent, parentPlace);
    slips.warning(
        place,
        "is an unknown field, which the API server drops unless its version supports it"
            + hint.map(meant -> "; did you mean %s?".formatted(meant.place())).orElse(""));
    // what is in the wrong place may have further slips
    hint.filter(meant -> meant.place().endsWith("." + name) || meant.place().equals(name))
        .ifPresent(meant -> visit(value, meant.type(), place));
  }

  private void visitScalar(Object value, Class<?> type, String place) {
    boolean isObject = value instanceof Map || value instanceof List;
    if (type == String.class) {
      if (isObject) {
        slips.error(place, "must be text, but is " + described(value));
      } else if (!(value instanceof String)) {
        slips.warning(place, "must be text, but is %s; quote it".formatted(described(value)));
      }
    } else if (type == Boolean.class && !isBoolean(value)) {
      slips.error(place, "must be true or false, but is " + described(value));
    } else if ((type == Integer.class || type == Long.class) && !isInteger(value)) {
      slips.error(place, "must be an integer, but is " + described(value));
    } else if (type == Quantity.class && (isObject || !isQuantity(value))) {
      slips.error(
          place, "must be %s, but is %s".formatted(QuantityRules.QUANTITY, described(value)));
    }
  }

  private static boolean isQuantity(Object value) {
    return !(value instanceof Boolean) && QuantityRules.isQuantity(value.toString());
  }

  /** The client reads an empty text as no value. */
  private static boolean isBoolean(Object value) {
    return value instanceof Boolean
        || (value instanceof String text && text.matches("(?i)true|false|"));
  }

  private static boolean isInteger(Object value) {
    return value instanceof Number
        || (value instanceof String text && text.matches("([+-]?[0-9]+)?"));
  }

  private static boolean isMissing(@Nullable Object value) {
    return value == null || value.equals("");
  }

  /** Never shows text or an object, which may be a secret. */
  private static String described(Object value) {
    if (value instanceof List<?>) {
      return "a list";
    }
    if (value instanceof Map<?, ?> map) {
      return "an object with " + new ArrayList<>(map.keySet());
    }
    if (value instanceof String) {
      return "other text";
    }
    return value instanceof Number ? "a number" : "true or false";
  }
}
