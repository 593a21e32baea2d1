// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.conf.ConfigEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Generates settings of a step: each declared setting is kept, replaced or set at random. */
final class RandomSettings {
  private static final String LIST = "list of ";
  private static final String ONE_OF = "one of ";

  private RandomSettings() {}

  /**
   * Returns a generator of settings.
   *
   * @param given settings that request the feature, which about half of the values keep
   */
  static Arbitrary<Map<String, String>> of(FeatureStepFactory factory, Map<String, String> given) {
    Arbitrary<Map<String, String>> settings = Arbitraries.just(Map.copyOf(given));
    for (ConfigEntry<?> entry : factory.configEntries()) {
      settings =
          settings.flatMap(
              before -> change(entry).map(change -> with(before, entry.key(), change)));
    }
    return settings;
  }

  /** Returns a value to set, or nothing to keep what is given. */
  private static Arbitrary<Optional<String>> change(ConfigEntry<?> entry) {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.just(Optional.<String>empty())),
        Tuple.of(3, valueOf(entry.typeName()).map(Optional::of)),
        Tuple.of(1, text().map(Optional::of)));
  }

  private static Map<String, String> with(
      Map<String, String> settings, String key, Optional<String> value) {
    Map<String, String> changed = new TreeMap<>(settings);
    value.ifPresent(text -> changed.put(key, text));
    return changed;
  }

  /** Returns a generator of texts of a type; see {@link ConfigEntry#typeName()}. */
  private static Arbitrary<String> valueOf(String type) {
    if (type.startsWith(LIST)) {
      return valueOf(type.substring(LIST.length()))
          .list()
          .ofMaxSize(3)
          .map(values -> String.join(",", values));
    }
    if (type.startsWith(ONE_OF)) {
      return Arbitraries.of(List.of(type.substring(ONE_OF.length()).split(", ")));
    }
    if (type.startsWith("time in ")) {
      return amount("ms", "s", "min", "h", "");
    }
    if (type.startsWith("size in ")) {
      return amount("k", "m", "g", "");
    }
    return switch (type) {
      case "int" -> Arbitraries.integers().map(String::valueOf);
      case "long" -> Arbitraries.longs().map(String::valueOf);
      case "double" -> Arbitraries.doubles().map(String::valueOf);
      case "boolean" -> Arbitraries.of("true", "false");
      default -> name();
    };
  }

  private static Arbitrary<String> amount(String... units) {
    return Arbitraries.integers()
        .between(0, 5000)
        .flatMap(number -> Arbitraries.of(units).map(unit -> number + unit));
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .withChars('-')
        .ofMinLength(1)
        .ofMaxLength(20);
  }

  private static Arbitrary<String> text() {
    return Arbitraries.strings().ascii().withChars('\u00e9', '\u4e2d').ofMaxLength(70);
  }
}
