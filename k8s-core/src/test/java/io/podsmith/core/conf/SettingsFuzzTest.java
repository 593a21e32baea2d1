// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.KubernetesKeys;
import io.podsmith.core.conf.keys.PodsmithKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.executors.ExecutorSettings;
import io.podsmith.core.input.Hostile;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Settings of all declared types with values that are none. */
class SettingsFuzzTest {
  private static final List<ConfigEntry<?>> ENTRIES =
      Stream.of(KubernetesKeys.all(), SparkKeys.all(), PodsmithKeys.all())
          .flatMap(List::stream)
          .toList();

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "\t\n",
          "\u0000",
          "0",
          "-1",
          "-0",
          "+1",
          "1.5",
          "1e400",
          "-1e400",
          "NaN",
          "Infinity",
          "0x10",
          "1_000",
          "\u0661",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "9223372036854775807d",
          "-9223372036854775808h",
          "9223372036854775807p",
          "99999999999999999999g",
          "1ms",
          "1 s",
          "1y",
          "TRUE",
          "yes",
          ",",
          ",,",
          "a,,b",
          "=",
          "a=b",
          "a=",
          "=b",
          ":",
          "://",
          "file:",
          "local:",
          "file://host/x",
          "file:///%",
          "\\",
          "\"",
          "'",
          "${",
          "${}",
          "${spark.x}",
          "${env:}",
          "${system:}",
          "$(A)",
          "a".repeat(300),
          "../..",
          "/",
          "A_B",
          "\ud800",
          "-----BEGIN ",
          "sha256:",
          "{}",
          "[]",
          "*",
          "(",
          "(a+)+");

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(Arbitraries.of(VALUES), Arbitraries.strings().ofMaxLength(40));
  }

  @Property
  void everyType(@ForAll("values") String value) {
    Hostile.errorsOf(
        ENTRIES, entry -> SparkSettings.of(Map.of(entry.key(), value), Map.of()).get(entry));
  }

  @Property
  void executorManagement(@ForAll("values") String value) {
    Hostile.errorsOf(
        ENTRIES,
        entry -> {
          ExecutorSettings.check(SparkSettings.of(Map.of(entry.key(), value), Map.of()));
          return entry;
        });
  }
}
