// SPDX-License-Identifier: Apache-2.0
package io.podsmith.bridge;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.Nil$;

/** Scala's values as Java has them, with classes that Scala 2.12 and 2.13 have in common. */
final class ScalaValues {
  /** The method differs in its return type: compiled code would link with one version only. */
  private static final Method UPDATED =
      Arrays.stream(scala.collection.immutable.Map.class.getMethods())
          .filter(method -> method.getName().equals("updated"))
          .filter(method -> method.getParameterCount() == 2)
          .findFirst()
          .orElseThrow();

  private ScalaValues() {}

  static Map<String, String> map(Tuple2<String, String>[] pairs) {
    Map<String, String> map = new TreeMap<>();
    for (Tuple2<String, String> pair : pairs) {
      map.put(pair._1(), pair._2());
    }
    return map;
  }

  static <T> Optional<T> optional(Option<T> option) {
    return option.isDefined() ? Optional.of(option.get()) : Optional.empty();
  }

  @SuppressWarnings("unchecked") // the one empty list is a list of anything
  static <T> scala.collection.immutable.List<T> list(List<T> values) {
    scala.collection.immutable.List<T> list =
        (scala.collection.immutable.List<T>) (Object) Nil$.MODULE$;
    for (int i = values.size() - 1; i >= 0; i--) {
      list = new $colon$colon<>(values.get(i), list);
    }
    return list;
  }

  @SuppressWarnings("unchecked") // an updated map is a map of the same types
  static scala.collection.immutable.Map<String, String> map(Map<String, String> values) {
    scala.collection.immutable.Map<String, String> map =
        scala.collection.immutable.Map$.MODULE$.<String, String>empty();
    try {
      for (Map.Entry<String, String> entry : values.entrySet()) {
        map =
            (scala.collection.immutable.Map<String, String>)
                UPDATED.invoke(map, entry.getKey(), entry.getValue());
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a public method of Scala's maps fails", e);
    }
    return map;
  }
}
