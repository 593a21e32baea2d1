// SPDX-License-Identifier: Apache-2.0
package com.acme.compat;

import io.podsmith.api.PodRole;
import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ConfigEntryBuilder;
import io.podsmith.api.conf.ConfigLookup;
import io.podsmith.api.conf.KubernetesConf;
import io.podsmith.api.conf.TypedConfigEntryBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A setting of each type, made by each method of the builders. */
final class CompatSettings {
  private static final TypedConfigEntryBuilder<String> STRING = entry("text").stringType();

  static final ConfigEntry<Optional<String>> TEXT = STRING.optional();
  static final ConfigEntry<Boolean> SHARED = entry("shared").booleanType().withDefault(false);
  static final ConfigEntry<Integer> INT =
      entry("int").intType().check(v -> v > 0, "a positive number").withDefault(7);
  static final ConfigEntry<Long> LONG = entry("long").longType().withDefault(8L);
  static final ConfigEntry<Double> DOUBLE = entry("double").doubleType().withDefault(0.5);
  static final ConfigEntry<Long> TIME =
      entry("time").timeType(TimeUnit.SECONDS).withDefaultString("2min");
  static final ConfigEntry<Long> SIZE =
      entry("size").bytesType(ByteUnit.MEBIBYTES).withDefaultString("2g");
  static final ConfigEntry<PodRole> ENUM =
      entry("enum").enumType(PodRole.class).withDefault(PodRole.DRIVER);
  static final ConfigEntry<List<String>> LIST =
      entry("list")
          .stringType()
          .transform(v -> v.toUpperCase(Locale.ROOT))
          .toList()
          .withDefaultString("a, b");
  static final ConfigEntry<String> CHOICE =
      entry("choice").stringType().checkValues(List.of("one", "two")).withDefault("two");
  static final ConfigEntry<String> OTHER = entry("other").fallbackTo(CHOICE);
  static final ConfigEntry<Optional<String>> SECRET =
      entry("secret").secret().internal().withAlternative("spark.acme.old").stringType().optional();

  static final List<ConfigEntry<?>> ALL =
      List.of(
          TEXT, SHARED, INT, LONG, DOUBLE, TIME, SIZE, ENUM, LIST, CHOICE, OTHER, SECRET);

  private CompatSettings() {}

  private static ConfigEntryBuilder entry(String name) {
    return ConfigEntry.key("spark.acme.compat." + name).doc("For a test.").since("1.0");
  }

  static void describe(KubernetesConf conf, Map<String, String> seen) {
    StringBuilder values = new StringBuilder();
    for (ConfigEntry<?> entry : ALL) {
      values.append(conf.get(entry)).append(';');
    }
    seen.put("acme.com/values", values.toString());
    ConfigLookup lookup = key -> Optional.of("one").filter(v -> key.endsWith("choice"));
    seen.put(
        "acme.com/entry",
        String.join(
            ";",
            SECRET.key(),
            SECRET.doc(),
            SECRET.since(),
            SECRET.alternatives().toString(),
            String.valueOf(SECRET.isSecret()),
            String.valueOf(SECRET.isInternal()),
            SIZE.typeName(),
            INT.constraint(),
            SIZE.defaultText().orElse("none"),
            OTHER.fallback().map(ConfigEntry::key).orElse("none"),
            String.valueOf(CHOICE.isSetIn(lookup)),
            OTHER.readFrom(lookup),
            CHOICE.toString(),
            String.valueOf(ByteUnit.GIBIBYTES.bytes())));
  }
}
