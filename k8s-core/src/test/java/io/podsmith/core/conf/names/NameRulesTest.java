// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-b", "a--b", "default", "1-2"})
  void acceptsDnsLabels(String text) {
    assertThat(NameRules.isDnsLabel(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "A", "a_b", "a.b", "a b", "ä", "a\n"})
  void refusesOtherDnsLabels(String text) {
    assertThat(NameRules.isDnsLabel(text)).isFalse();
  }

  @Test
  void limitsDnsLabelsTo63Characters() {
    assertThat(NameRules.isDnsLabel("a".repeat(63))).isTrue();
    assertThat(NameRules.isDnsLabel("a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "a-1.b-2", "1.2.3.4"})
  void acceptsDnsSubdomains(String text) {
    assertThat(NameRules.isDnsSubdomain(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a.-b", "a-.b", "A.b", "a_b", "a/b"})
  void refusesOtherDnsSubdomains(String text) {
    assertThat(NameRules.isDnsSubdomain(text)).isFalse();
  }

  @Test
  void limitsDnsSubdomainsTo253Characters() {
    assertThat(NameRules.isDnsSubdomain("a".repeat(253))).isTrue();
    assertThat(NameRules.isDnsSubdomain("a".repeat(254))).isFalse();
  }

  @Test
  void wantsALetterAtTheBeginningOfServices() {
    assertThat(NameRules.isServiceName("a1")).isTrue();
    assertThat(NameRules.isServiceName("1a")).isFalse();
  }

  @Test
  void limitsNamesOfServicesTo63Characters() {
    assertThat(NameRules.isServiceName("a".repeat(63))).isTrue();
    assertThat(NameRules.isServiceName("a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A_b.c-1", ".hidden", "-", "a..b"})
  void acceptsKeysOfData(String text) {
    assertThat(NameRules.isDataKey(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "..a", "a/b", "a b"})
  void refusesOtherKeysOfData(String text) {
    assertThat(NameRules.isDataKey(text)).isFalse();
  }

  @Test
  void limitsKeysOfDataTo253Characters() {
    assertThat(NameRules.isDataKey("a".repeat(253))).isTrue();
    assertThat(NameRules.isDataKey("a".repeat(254))).isFalse();
  }

  static Stream<String> labelKeys() {
    return Stream.of(
        "a",
        "A_b.c-1",
        "example.com/a",
        "a/b",
        "n".repeat(63),
        "p".repeat(253) + "/" + "n".repeat(63));
  }

  @ParameterizedTest
  @MethodSource("labelKeys")
  void acceptsLabelKeys(String text) {
    assertThat(NameRules.isLabelKey(text)).isTrue();
    assertThat(NameRules.isAnnotationKey(text)).isTrue();
  }

  static Stream<String> otherLabelKeys() {
    return Stream.of(
        "",
        "/",
        "/a",
        "a/",
        "a/b/c",
        "-a",
        "a-",
        "_a",
        "a b",
        "a_b/c",
        "n".repeat(64),
        "p".repeat(254) + "/n");
  }

  @ParameterizedTest
  @MethodSource("otherLabelKeys")
  void refusesOtherLabelKeys(String text) {
    assertThat(NameRules.isLabelKey(text)).isFalse();
    assertThat(NameRules.isAnnotationKey(text)).isFalse();
  }

  @Test
  void takesCapitalsInPrefixesOfAnnotationsOnly() {
    assertThat(NameRules.isLabelKey("Example.com/a")).isFalse();
    assertThat(NameRules.isAnnotationKey("Example.com/a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A", "1", "a_b.c-D"})
  void acceptsLabelValues(String text) {
    assertThat(NameRules.isLabelValue(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "a-", ".a", "a b", "a/b", "{{X}}", "ä"})
  void refusesOtherLabelValues(String text) {
    assertThat(NameRules.isLabelValue(text)).isFalse();
  }

  @Test
  void limitsLabelValuesTo63Characters() {
    assertThat(NameRules.isLabelValue("a".repeat(63))).isTrue();
    assertThat(NameRules.isLabelValue("a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "a.b", "1a", "my var", "A-B", "~"})
  void acceptsNamesOfVariables(String text) {
    assertThat(NameRules.isEnvironmentName(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "ä", "A\tB", "A\n"})
  void refusesOtherNamesOfVariables(String text) {
    assertThat(NameRules.isEnvironmentName(text)).isFalse();
  }

  @Test
  void leavesRoomForExecutorIds() {
    assertThat(NameRules.isExecutorPodNamePrefix("a".repeat(237))).isTrue();
    assertThat(NameRules.isExecutorPodNamePrefix("a".repeat(238))).isFalse();
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() {
    assertThatThrownBy(() -> NameRules.requireNamespace("spark.kubernetes.namespace", "Team_A"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            "[PODSMITH-CONF-006] spark.kubernetes.namespace is 'Team_A' but must be a DNS label"
                + " (lower-case letters, digits and '-', starting and ending with a letter or"
                + " digit, at most 63 characters); use the name of a namespace");
  }

  @Test
  void saysWhichPartOfAKeyIsWrong() {
    assertThatThrownBy(() -> NameRules.requireLabel("spark.kubernetes.driver.label.", "a b", "x"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CONF-006] spark.kubernetes.driver.label.a b: 'a b' is the key of a label"
                + " and must be [prefix/]name")
        .hasMessageEndingWith("rename the setting");
  }
}
