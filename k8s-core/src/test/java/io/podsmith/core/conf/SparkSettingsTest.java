// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.error.InvalidConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSettingsTest {
  private static final String KEY = "spark.test.a";

  @Test
  void replacesReferenceToSetting() {
    assertThat(Confs.settings(KEY, "<${spark.test.b}>", "spark.test.b", "x").find(KEY))
        .contains("<x>");
  }

  @Test
  void replacesReferencesWithinReferences() {
    assertThat(
            Confs.settings(
                    KEY,
                    "${spark.test.b}${spark.test.c}",
                    "spark.test.b",
                    "b${spark.test.c}",
                    "spark.test.c",
                    "c")
                .find(KEY))
        .contains("bcc");
  }

  @Test
  void replacesReferenceToVariable() {
    assertThat(Confs.settings(KEY, "${env:HOME}/x").find(KEY)).contains("/home/me/x");
  }

  @Test
  void replacesReferenceToSystemProperty() {
    assertThat(Confs.settings(KEY, "${system:file.separator}").find(KEY))
        .contains(System.getProperty("file.separator"));
  }

  @Test
  void takesDefaultOfSettingThatIsReferredTo() {
    assertThat(Confs.settings(KEY, "ns-${spark.kubernetes.namespace}").find(KEY))
        .contains("ns-default");
  }

  @Test
  void takesFallbackOfSettingThatIsReferredTo() {
    assertThat(
            Confs.settings(
                    KEY,
                    "${spark.kubernetes.driver.container.image}",
                    "spark.kubernetes.container.image",
                    "spark:1")
                .find(KEY))
        .contains("spark:1");
  }

  @Test
  void takesOlderKeyOfSettingThatIsReferredTo() {
    assertThat(Confs.settings(KEY, "${spark.kerberos.keytab}", "spark.yarn.keytab", "/k").find(KEY))
        .contains("/k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${spark.test.unknown}",
        "${env:PODSMITH_UNKNOWN}",
        "${system:podsmith.unknown}",
        "${vault:secret}",
        "${hadoop.tmp.dir}",
        "${spark.test b}",
        "${}",
        "$ { } ${",
        "a$1\\b"
      })
  void keepsWhatIsNotKnown(String text) {
    assertThat(Confs.settings(KEY, text, "hadoop.tmp.dir", "/tmp").find(KEY)).contains(text);
  }

  @Test
  void insertsTextAsItStands() {
    assertThat(Confs.settings(KEY, "${spark.test.b}", "spark.test.b", "$1\\x").find(KEY))
        .contains("$1\\x");
  }

  @Test
  void refusesReferencesInACircle() {
    SparkSettings settings =
        Confs.settings(KEY, "${spark.test.b}", "spark.test.b", "s3cret${spark.test.a}");

    assertThatThrownBy(() -> settings.find(KEY))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.test.b -> spark.test.a -> spark.test.b")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void takesOneReferenceTwiceForNoCircle() {
    assertThat(Confs.settings(KEY, "${spark.test.b}${spark.test.b}", "spark.test.b", "x").find(KEY))
        .contains("xx");
  }

  @Test
  void replacesReferencesInEntries() {
    ConfigEntry<Integer> entry = ConfigEntry.key(KEY).intType().withDefault(1);

    assertThat(Confs.settings(KEY, "${spark.test.b}0", "spark.test.b", "4").get(entry))
        .isEqualTo(40);
  }

  @Test
  void givesRawTextAsItStands() {
    assertThat(Confs.settings(KEY, "${env:HOME}").raw(KEY)).contains("${env:HOME}");
  }

  @Test
  void givesSettingsByPrefixAsTheyStand() {
    assertThat(
            Confs.settings(
                    "spark.test.b", "2",
                    "spark.test.a", "${env:HOME}",
                    "spark.tests", "3",
                    "spark.tes", "4")
                .withPrefix("spark.test."))
        .containsExactly(entry("a", "${env:HOME}"), entry("b", "2"));
  }

  @Test
  void isNotChangedFromOutside() {
    Map<String, String> mine = new HashMap<>(Map.of(KEY, "1"));
    SparkSettings settings = SparkSettings.of(mine, Map.of());
    mine.put(KEY, "2");

    assertThat(settings.find(KEY)).contains("1");
  }

  @Test
  void putsOthersOnTop() {
    SparkSettings settings = Confs.settings(KEY, "1", "spark.test.b", "1");

    assertThat(settings.with(Map.of(KEY, "2")).asMap())
        .containsExactly(entry(KEY, "2"), entry("spark.test.b", "1"));
    assertThat(settings.find(KEY)).contains("1");
  }

  @Test
  void showsKeysOnly() {
    assertThat(Confs.settings(KEY, "s3cret").toString()).contains(KEY).doesNotContain("s3cret");
  }
}
