// SPDX-License-Identifier: Apache-2.0
package io.podsmith.api.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.StepPhase;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigEntryTest {
  private static final String KEY = "spark.acme.x";

  private static ConfigEntryBuilder entry() {
    return ConfigEntry.key(KEY);
  }

  private static ConfigLookup given(String value) {
    return given(Map.of(KEY, value));
  }

  private static ConfigLookup given(Map<String, String> settings) {
    return key -> Optional.ofNullable(settings.get(key));
  }

  private static ConfigLookup nothing() {
    return key -> Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000",
    "10s, 10000",
    "500ms, 500",
    "1500us, 1",
    "2m, 120000",
    "2min, 120000",
    "1h, 3600000",
    "1d, 86400000",
    "' 3S ', 3000",
    "-1s, -1000",
    "0, 0"
  })
  void readsTimesWithSparksSuffixes(String text, long milliseconds) {
    ConfigEntry<Long> inSeconds = entry().timeType(TimeUnit.SECONDS).withDefault(1L);
    ConfigEntry<Long> inMilliseconds = entry().timeType(TimeUnit.MILLISECONDS).withDefault(1L);

    assertThat(inSeconds.readFrom(given(text))).isEqualTo(milliseconds / 1000);
    if (!text.equals("10")) {
      assertThat(inMilliseconds.readFrom(given(text))).isEqualTo(milliseconds);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "1.5s", "1 s", "10w", "10sec", "1s1s", "ten"})
  void refusesOtherTimes(String text) {
    ConfigEntry<Long> time = entry().timeType(TimeUnit.SECONDS).withDefault(1L);

    assertThatThrownBy(() -> time.readFrom(given(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "[PODSMITH-CONF-001] spark.acme.x is '"
                + text
                + "' but must be a time such as 500ms, 10s or 5min (in s if it has no"
                + " suffix); fix or remove it (default: '1s')");
  }

  @ParameterizedTest
  @CsvSource({
    "512, 512",
    "512m, 512",
    "512mb, 512",
    "2g, 2048",
    "2G, 2048",
    "1t, 1048576",
    "1p, 1073741824",
    "2048k, 2",
    "1023k, 0",
    "1048576b, 1",
    "-1m, -1"
  })
  void readsSizesWithSparksSuffixes(String text, long mebibytes) {
    assertThat(entry().bytesType(ByteUnit.MEBIBYTES).withDefault(1L).readFrom(given(text)))
        .isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "1.5g", "1 g", "10gi", "9223372036854775807p", "1gg"})
  void refusesOtherSizes(String text) {
    ConfigEntry<Long> size = entry().bytesType(ByteUnit.MEBIBYTES).withDefault(1L);

    assertThatThrownBy(() -> size.readFrom(given(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_MALFORMED.id())
        .hasMessageContaining("a size such as 512k, 100m or 2g (in m if it has no suffix)");
  }

  @ParameterizedTest
  @EnumSource
  void showsSizesWithTheSuffixThatItReads(ByteUnit unit) {
    ConfigEntry<Long> size = entry().bytesType(unit).withDefault(3L);
    String text = size.defaultText().orElseThrow();

    assertThat(size.readFrom(given(text))).isEqualTo(3);
    assertThat(size.readFrom(given("3"))).isEqualTo(3);
    assertThat(entry().bytesType(ByteUnit.BYTES).withDefault(1L).readFrom(given(text)))
        .isEqualTo(3 * unit.bytes());
  }

  @Test
  void rejectsUnitsForWhichSparkHasNoSuffix() {
    assertThatThrownBy(() -> entry().timeType(TimeUnit.NANOSECONDS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsNumbers() {
    assertThat(entry().intType().withDefault(0).readFrom(given(" 12 "))).isEqualTo(12);
    assertThat(entry().longType().withDefault(0L).readFrom(given("5000000000")))
        .isEqualTo(5_000_000_000L);
    assertThat(entry().doubleType().withDefault(0.0).readFrom(given("0.4"))).isEqualTo(0.4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.5", "2147483648", "one"})
  void refusesOtherWholeNumbers(String text) {
    ConfigEntry<Integer> number = entry().intType().withDefault(0);

    assertThatThrownBy(() -> number.readFrom(given(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("must be a whole number");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "' False ', false"})
  void readsBooleans(String text, boolean value) {
    assertThat(entry().booleanType().withDefault(!value).readFrom(given(text))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "1", "tru"})
  void refusesOtherBooleans(String text) {
    ConfigEntry<Boolean> flag = entry().booleanType().withDefault(false);

    assertThatThrownBy(() -> flag.readFrom(given(text)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("must be true or false");
  }

  @Test
  void readsListsWithoutBlanksAndEmptyElements() {
    assertThat(entry().stringType().toList().withDefault(List.of()).readFrom(given(" a, ,b,,c ")))
        .containsExactly("a", "b", "c");
  }

  @Test
  void checksElementsOfLists() {
    ConfigEntry<List<Integer>> numbers =
        entry().intType().check(v -> v > 0, "more than zero").toList().withDefault(List.of(1, 2));

    assertThat(numbers.readFrom(given("3,4"))).containsExactly(3, 4);
    assertThat(numbers.defaultText()).contains("1,2");
    assertThatThrownBy(() -> numbers.readFrom(given("3,0")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("is '3,0' but must be a comma-separated list, each element more");
  }

  @Test
  void readsEnumsInCapitalsOrNot() {
    ConfigEntry<StepPhase> phase = entry().enumType(StepPhase.class).withDefault(StepPhase.POLICY);

    assertThat(phase.readFrom(given("extensions"))).isEqualTo(StepPhase.EXTENSIONS);
    assertThatThrownBy(() -> phase.readFrom(given("later")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("must be one of POD_BASICS, ");
  }

  @Test
  void rejectsValuesOutsideAListWithOneCodeHoweverTheListIsDeclared() {
    ConfigEntry<StepPhase> byEnum = entry().enumType(StepPhase.class).withDefault(StepPhase.POLICY);
    ConfigEntry<List<StepPhase>> listed =
        entry().enumType(StepPhase.class).toList().withDefault(List.of());
    ConfigEntry<String> byValues =
        entry().stringType().checkValues(List.of("POLICY")).withDefault("POLICY");

    for (ConfigEntry<?> entry : List.of(byEnum, listed, byValues)) {
      assertThatThrownBy(() -> entry.readFrom(given("later")))
          .hasMessageContaining(PodsmithError.CONF_INVALID.id());
    }
  }

  @Test
  void takesDefaultWhereNothingIsGiven() {
    assertThat(entry().stringType().withDefault("d").readFrom(nothing())).isEqualTo("d");
    assertThat(entry().timeType(TimeUnit.SECONDS).withDefaultString("2min").readFrom(nothing()))
        .isEqualTo(120);
    assertThat(entry().stringType().optional().readFrom(nothing())).isEmpty();
  }

  @Test
  void showsDefaultAsUsersWriteIt() {
    assertThat(entry().timeType(TimeUnit.SECONDS).withDefault(5L).defaultText()).contains("5s");
    assertThat(entry().bytesType(ByteUnit.MEBIBYTES).withDefaultString("1g").defaultText())
        .contains("1g");
    assertThat(entry().stringType().optional().defaultText()).isEmpty();
  }

  @Test
  void takesOlderKeysInTheirOrder() {
    ConfigEntry<Optional<String>> name =
        entry().withAlternative("spark.old").withAlternative("spark.older").stringType().optional();

    assertThat(name.readFrom(given(Map.of("spark.older", "2")))).contains("2");
    assertThat(name.readFrom(given(Map.of("spark.old", "1", "spark.older", "2")))).contains("1");
    assertThat(name.readFrom(given(Map.of(KEY, "0", "spark.old", "1")))).contains("0");
    assertThat(name.isSetIn(given(Map.of("spark.older", "2")))).isTrue();
    assertThat(name.alternatives()).containsExactly("spark.old", "spark.older");
  }

  @Test
  void namesTheKeyThatTheUserWrote() {
    ConfigEntry<Integer> number = entry().withAlternative("spark.old").intType().withDefault(1);

    assertThatThrownBy(() -> number.readFrom(given(Map.of("spark.old", "x"))))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class, e -> assertThat(e.key()).isEqualTo("spark.old"));
  }

  @Test
  void asksFallbackWhereNothingIsGiven() {
    ConfigEntry<Optional<String>> all = ConfigEntry.key("spark.all").stringType().optional();
    ConfigEntry<Optional<String>> mine = entry().fallbackTo(all);

    assertThat(mine.readFrom(given(Map.of("spark.all", "a")))).contains("a");
    assertThat(mine.readFrom(given(Map.of("spark.all", "a", KEY, "b")))).contains("b");
    assertThat(mine.readFrom(nothing())).isEmpty();
    assertThat(mine.isSetIn(given(Map.of("spark.all", "a"))))
        .as("what the fallback was given is not given to the setting itself")
        .isFalse();
    assertThat(mine.fallback()).containsSame(all);
  }

  @Test
  void saysWhatAValueMustBe() {
    ConfigEntry<Integer> size =
        entry().intType().check(v -> v > 0, "a positive number").withDefault(16);

    assertThatThrownBy(() -> size.readFrom(given("-1")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "[PODSMITH-CONF-002] spark.acme.x is '-1' but must be a positive number; fix or"
                + " remove it (default: '16')");
  }

  @Test
  void doesNotSayTwiceThatAValueMustBeSomething() {
    ConfigEntry<Optional<Integer>> size =
        entry().intType().check(v -> v > 0, "must be a positive number").optional();

    assertThatThrownBy(() -> size.readFrom(given("-1")))
        .hasMessageContaining("spark.acme.x is '-1' but must be a positive number; fix");
  }

  @Test
  void acceptsListedValuesOnly() {
    ConfigEntry<Optional<String>> policy =
        entry().stringType().checkValues(List.of("Always", "Never")).optional();

    assertThat(policy.readFrom(given("Never"))).contains("Never");
    assertThatThrownBy(() -> policy.readFrom(given("never")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageEndingWith("must be one of Always, Never; fix or remove it");
  }

  @Test
  void changesValuesBeforeLaterChecks() {
    ConfigEntry<String> policy =
        entry()
            .stringType()
            .transform(s -> s.toLowerCase(java.util.Locale.ROOT))
            .checkValues(List.of("id", "age"))
            .withDefault("id");

    assertThat(policy.readFrom(given("AGE"))).isEqualTo("age");
  }

  @Test
  void neverShowsSecrets() {
    ConfigEntry<Integer> pin = entry().secret().intType().withDefault(1);

    assertThat(pin.isSecret()).isTrue();
    assertThatThrownBy(() -> pin.readFrom(given("hunter2")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageNotContaining("hunter2")
        .hasMessageContaining("(a secret, not shown)")
        .hasNoCause();
  }

  @Test
  void describesItself() {
    ConfigEntry<Integer> entry =
        entry().doc("Does x.").since("1.2.0").internal().intType().withDefault(1);

    assertThat(entry.key()).isEqualTo(KEY);
    assertThat(entry.doc()).isEqualTo("Does x.");
    assertThat(entry.since()).isEqualTo("1.2.0");
    assertThat(entry.isInternal()).isTrue();
    assertThat(entry.typeName()).isEqualTo("int");
    assertThat(entry.toString()).isEqualTo("ConfigEntry{spark.acme.x}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void wantsAKey(String key) {
    assertThatThrownBy(() -> ConfigEntry.key(key)).isInstanceOf(IllegalArgumentException.class);
  }
}
