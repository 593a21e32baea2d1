// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.core.conf.keys.KubernetesKeys;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {
  private final KnownSettings known = new KnownSettings(List.of());

  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.namspace, spark.kubernetes.namespace",
    "spark.kubernetes.Namespace, spark.kubernetes.namespace",
    "spark.kubernetes.driver.podTemplate, spark.kubernetes.driver.podTemplateFile",
    "spark.kubernetes.executor.extraClassPath, spark.executor.extraClassPath",
    "spark.kubernetes.executor.annotations.a.b, spark.kubernetes.executor.annotation.a.b",
    "spark.kubernetes.driver.labels.a, spark.kubernetes.driver.label.a",
    "spark.kubernetes.executorEnv.FOO, spark.executorEnv.FOO",
    "spark.kubernetes.driver.volume.hostPath.x.mount.path,"
        + " spark.kubernetes.driver.volumes.hostPath.x.mount.path",
    "spark.kubernetes.authenticate.serviceAccountName,"
        + " spark.kubernetes.authenticate.driver.serviceAccountName",
    "spark.podsmith.step.jars, spark.podsmith.steps.jars",
    "spark.podsmith.networkPolicy.enable, spark.podsmith.networkPolicy.enabled"
  })
  void findsTheNearestSetting(String given, String meant) {
    assertThat(known.contains(given)).isFalse();
    assertThat(known.nearest(given)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.kubernetes.acme.endpoint", "spark.podsmith.unicorns"})
  void guessesNothingThatIsFarAway(String given) {
    assertThat(known.nearest(given)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.kubernetes.namespace",
        "spark.kubernetes.driver.label.a/b",
        "spark.kubernetes.driverEnv.A",
        "spark.kubernetes.authenticate.caCertFile",
        "spark.kubernetes.authenticate.submission.oauthToken",
        "spark.kubernetes.authenticate.driver.mounted.oauthTokenFile",
        "spark.kubernetes.jars.avoidDownloadSchemes",
        "spark.kubernetes.executor.volumes.emptyDir.a.mount.path",
        "spark.podsmith.steps.carried.acme"
      })
  void knowsWhatSomethingReads(String key) {
    assertThat(known.contains(key)).isTrue();
  }

  @Test
  void rejectsTyposInOwnSettings() {
    assertThatThrownBy(() -> check("spark.podsmith.step.jars", "a.jar", true))
        .hasMessageContaining("PODSMITH-CONF-010")
        .hasMessageContaining("spark.podsmith.step.jars (did you mean spark.podsmith.steps.jars?)")
        .hasMessageContaining("rename or remove it");
  }

  @Test
  void onlyWarnsOfOtherUnknownSettings() {
    assertThatCode(() -> check("spark.podsmith.unicorns", "7", true)).doesNotThrowAnyException();
    assertThatCode(() -> check("spark.kubernetes.namspace", "x", true)).doesNotThrowAnyException();
    assertThatCode(() -> check("spark.podsmith.step.jars", "a.jar", false))
        .as("a step that only the driver's image has may own the setting")
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsWhatStepsDeclare() {
    ConfigEntry<?> declared = text("spark.podsmith.step.jars");

    assertThatCode(
            () ->
                UnknownSettings.check(
                    Confs.settings("spark.podsmith.step.jars", "x"), List.of(declared), true))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "spark.acme.zone.lable, spark.acme.zone.label",
    "spark.acme.zone.Label, spark.acme.zone.label",
    "spark.acme.zone.labels, spark.acme.zone.label",
    "spark.acme.zone.label, ",
    "spark.acme.zone.label.key, ",
    "spark.acme.zone.weight, ",
    "spark.acne.zone.label, ",
    "spark.executor.core, ",
    "other, "
  })
  void findsMisspelledSettingsOfPlugins(String given, @Nullable String meant) {
    KnownSettings settings =
        new KnownSettings(List.of(text("spark.acme.zone.label"), text("spark.executor.cores")));
    assertThat(settings.misspelled(given)).isEqualTo(Optional.ofNullable(meant));
  }

  private static ConfigEntry<?> text(String key) {
    return ConfigEntry.key(key).doc("Of a step.").stringType().optional();
  }

  /**
   * All settings that the Kubernetes jars of Spark 2.4.0, 3.0.0, 3.1.1, 3.5.0 and 4.0.0 define and
   * that of 4.1.1 does not, with some of 2.3, and the first version whose classes do not use them.
   */
  @ParameterizedTest
  @CsvSource({
    "spark.kubernetes.mountDependencies.jarsDownloadDir, 2.4",
    "spark.kubernetes.mountDependencies.timeout, 2.4",
    "spark.kubernetes.initContainer.image, 2.4",
    "spark.kubernetes.executor.lostCheck.maxAttempts, 2.4",
    "spark.kubernetes.python.appArgs, 3.0",
    "spark.kubernetes.python.mainAppResource, 3.0",
    "spark.kubernetes.python.pyFiles, 3.0",
    "spark.kubernetes.r.appArgs, 3.0",
    "spark.kubernetes.r.mainAppResource, 3.0",
    "spark.kubernetes.pyspark.pythonVersion, 3.1"
  })
  void saysSinceWhenASettingHasNoEffect(String key, String version) {
    assertThat(UnknownSettings.whatBecameOf(key))
        .hasValueSatisfying(
            advice -> assertThat(advice).startsWith("has no effect since Spark " + version + ";"));
    assertThat(known.contains(key)).isFalse();
  }

  /** ConfigEntriesParityTest holds these against the jar of Spark 4.1.1. */
  @Test
  void saysOfNoSettingThatExistsThatItHasNoEffect() {
    assertThat(KubernetesKeys.all())
        .hasSizeGreaterThan(80)
        .allSatisfy(entry -> assertThat(UnknownSettings.whatBecameOf(entry.key())).isEmpty());
  }

  private static void check(String key, String value, boolean isComplete) {
    UnknownSettings.check(Confs.settings(key, value), List.of(), isComplete);
  }
}
