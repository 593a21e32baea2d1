// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.template;

import com.fasterxml.jackson.databind.JavaType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.podsmith.core.conf.Spelling;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a template may have meant by an unknown field.
 *
 * @param place where the field belongs
 * @param type the type of the field there
 */
record FieldHint(String place, JavaType type) {
  private static final int LETTERS_PER_TYPO = 4;

  /** Places that have fields which are easily put elsewhere. */
  private static final Map<String, Class<?>> WELL_KNOWN = new LinkedHashMap<>();

  static {
    WELL_KNOWN.put("", Pod.class);
    WELL_KNOWN.put("spec", PodSpec.class);
    WELL_KNOWN.put("spec.containers[0]", Container.class);
    WELL_KNOWN.put("metadata", ObjectMeta.class);
  }

  /**
   * Finds a similar field of the same object, or the same field of another object nearby.
   *
   * @param name the unknown field
   * @param parent the object that has it
   * @param place where that object is, empty for the pod
   */
  static Optional<FieldHint> of(String name, Class<?> parent, String place) {
    Map<String, JavaType> siblings = ModelTypes.fieldsOf(parent);
    return closest(name, siblings.keySet())
        .flatMap(similar -> at(place, similar, siblings.get(similar)))
        .or(() -> inChild(name, siblings, place))
        .or(
            () ->
                WELL_KNOWN.entrySet().stream()
                    .flatMap(
                        known ->
                            at(
                                known.getKey(),
                                name,
                                ModelTypes.fieldsOf(known.getValue()).get(name))
                                .stream())
                    .findFirst());
  }

  private static Optional<FieldHint> inChild(
      String name, Map<String, JavaType> siblings, String place) {
    for (Map.Entry<String, JavaType> sibling : siblings.entrySet()) {
      JavaType child = ModelTypes.elementOf(sibling.getValue());
      if (ModelTypes.isObject(child)) {
        String index = sibling.getValue().isCollectionLikeType() ? "[0]" : "";
        Optional<FieldHint> hint =
            at(
                join(place, sibling.getKey() + index),
                name,
                ModelTypes.fieldsOf(child.getRawClass()).get(name));
        if (hint.isPresent()) {
          return hint;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<FieldHint> at(String place, String name, @Nullable JavaType type) {
    return Optional.ofNullable(type).map(known -> new FieldHint(join(place, name), known));
  }

  static String join(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static Optional<String> closest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int most = Math.max(1, name.length() / LETTERS_PER_TYPO);
    return known.stream()
        .filter(k -> Spelling.distance(wanted, k.toLowerCase(Locale.ROOT)) <= most)
        .min(Comparator.comparingInt(k -> Spelling.distance(wanted, k.toLowerCase(Locale.ROOT))));
  }
}
