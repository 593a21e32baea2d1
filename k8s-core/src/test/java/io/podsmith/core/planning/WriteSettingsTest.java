// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.plan.SettingOrigin;
import io.podsmith.core.planning.RoleReads.Known;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of the settings that a step had read comes first as the reason for a value. */
class WriteSettingsTest {
  private static final String PATH = "metadata.labels.team";

  private static Known set(String key, String value) {
    return below("", key, value);
  }

  private static Known below(String prefix, String name, String value) {
    return new Known(
        prefix + name, name, Optional.of(value), SettingOrigin.of(SettingOrigin.Kind.SPARK), false);
  }

  private static Known byDefault(String key, Optional<String> value) {
    return new Known(key, key, value, SettingOrigin.of(SettingOrigin.Kind.DEFAULT), false);
  }

  @Test
  void ordersReadsByWhatTheyHaveInCommonWithTheField() {
    List<Known> leastLikelyFirst =
        List.of(
            byDefault("another.default", Optional.of("x")),
            byDefault("no.value", Optional.empty()),
            set("another", "x"),
            byDefault("same.default", Optional.of("data")),
            set("part", "the data team"),
            set("same", "data"),
            below("named.", "team", "x"),
            below("named.and.same.", "team", "data"));

    assertThat(WriteSettings.of(leastLikelyFirst, PATH, "data"))
        .containsExactly(
            "named.and.same.team",
            "named.team",
            "same",
            "part",
            "same.default",
            "another",
            "another.default",
            "no.value");
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "team, metadata.labels.team, true",
    "acme.com/team, metadata.labels[acme.com/team], true",
    "TZ, spec.containers[name=spark].env[name=TZ].value, true",
    "am, metadata.labels.team, false",
    "team, metadata.labels.steam, false",
    "TZ, spec.containers[name=spark].env[name=TZ2].value, false"
  })
  void comparesTheNameBehindAPrefixWithThePath(String name, String path, boolean isNamed) {
    List<Known> reads = List.of(set("first", "x"), below("prefix.", name, "x"));

    assertThat(WriteSettings.of(reads, path, "other"))
        .element(0)
        .isEqualTo(isNamed ? "prefix." + name : "first");
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "abc, xabcx, true",
    "xabcx, abc, true",
    "ab, xabx, false",
    "xabx, ab, false",
    "abc, xyz, false"
  })
  void takesPartsOfAtLeastThreeCharacters(String value, String written, boolean isPart) {
    List<Known> reads = List.of(set("first", "zz"), set("second", value));

    assertThat(WriteSettings.of(reads, PATH, written))
        .element(0)
        .isEqualTo(isPart ? "second" : "first");
  }

  @Test
  void looksIntoMapsAndLists() {
    List<Known> reads = List.of(set("first", "x"), set("second", "needle"));

    assertThat(
            List.of(
                Map.of("a", Map.of("b", "needle")),
                List.of("other", "needle"),
                List.of(Map.of("a", "needle"))))
        .allSatisfy(
            value ->
                assertThat(WriteSettings.of(reads, PATH, value))
                    .containsExactly("second", "first"));
  }

  @Test
  void doesNotTakeAnEmptyValueForAMissingOne() {
    List<Known> reads =
        List.of(byDefault("missing", Optional.empty()), byDefault("empty", Optional.of("")));

    assertThat(WriteSettings.of(reads, PATH, "")).containsExactly("empty", "missing");
  }
}
