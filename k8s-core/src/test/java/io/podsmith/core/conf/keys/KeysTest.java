// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.Confs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {
  static Stream<ConfigEntry<?>> entries() {
    return Stream.of(KubernetesKeys.all(), PodsmithKeys.all()).flatMap(List::stream);
  }

  @Test
  void listsAllEntries() {
    assertThat(KubernetesKeys.all()).hasSizeGreaterThanOrEqualTo(83);
    assertThat(SparkKeys.all()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(PodsmithKeys.all()).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void hasEachKeyOnce() {
    assertThat(
            Stream.of(KubernetesKeys.all(), PodsmithKeys.all(), SparkKeys.all())
                .flatMap(List::stream)
                .map(ConfigEntry::key))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void explainsEachEntry(ConfigEntry<?> entry) {
    assertThat(entry.doc())
        .as("%s needs whole sentences in .doc(..)", entry.key())
        .hasSizeGreaterThan(20)
        .endsWith(".")
        .doesNotContain("TODO")
        .doesNotContain("  ");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void saysSinceWhenThereIsEachEntry(ConfigEntry<?> entry) {
    assertThat(entry.since()).as("%s needs .since(..)", entry.key()).matches("\\d+\\.\\d+\\.\\d+");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void acceptsItsOwnDefault(ConfigEntry<?> entry) {
    entry
        .defaultText()
        .filter(text -> !text.isEmpty())
        .ifPresent(
            text ->
                assertThat(Confs.settings(entry.key(), text).get(entry))
                    .as("a user who writes down the default of %s changes nothing", entry.key())
                    .isEqualTo(Confs.settings().get(entry)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void saysWhatIsAccepted(ConfigEntry<?> entry) {
    assertThat(entry.constraint()).as("words that follow 'must be'").isNotBlank();
  }
}
