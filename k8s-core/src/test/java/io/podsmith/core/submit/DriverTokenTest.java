// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.Logged;
import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverTokenTest {
  private static final Pod WITHOUT =
      new PodBuilder(Pods.pending())
          .editSpec()
          .withAutomountServiceAccountToken(false)
          .endSpec()
          .build();

  @Test
  void isMissingWhereThePodOptsOutAndNothingElseIsSet() {
    assertThat(DriverToken.isMissing(WITHOUT, settings(Map.of()))).isTrue();
    assertThat(DriverToken.isMissing(Pods.pending(), settings(Map.of()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.kubernetes.authenticate.driver.oauthToken",
        "spark.kubernetes.authenticate.driver.oauthTokenFile",
        "spark.kubernetes.authenticate.driver.mounted.oauthTokenFile",
        "spark.kubernetes.authenticate.driver.clientCertFile"
      })
  void isThereWhereTheSettingsGiveCredentials(String key) {
    assertThat(DriverToken.isMissing(WITHOUT, settings(Map.of(key, "x")))).isFalse();
  }

  @Test
  void isThereWhereTheTemplateMountsAToken() {
    Pod pod =
        new PodBuilder(WITHOUT)
            .editSpec()
            .addNewContainer()
            .addNewVolumeMount()
            .withMountPath("/var/run/secrets/kubernetes.io/serviceaccount")
            .endVolumeMount()
            .endContainer()
            .endSpec()
            .build();

    assertThat(DriverToken.isMissing(pod, settings(Map.of()))).isFalse();
  }

  @Test
  void isMissingWhereTheTemplateMountsSomethingElse() {
    Pod pod =
        new PodBuilder(WITHOUT)
            .editSpec()
            .addNewContainer()
            .addNewVolumeMount()
            .withMountPath("/var/run/secrets/other")
            .endVolumeMount()
            .endContainer()
            .endSpec()
            .build();

    assertThat(DriverToken.isMissing(pod, settings(Map.of()))).isTrue();
  }

  @Test
  void isWarnedOfWithWhatToSet() {
    try (Logged logged = new Logged()) {
      DriverToken.warnIfMissing(Pods.pending(), settings(Map.of()));
      assertThat(logged.text()).isEmpty();

      DriverToken.warnIfMissing(WITHOUT, settings(Map.of()));
      assertThat(logged.text())
          .contains(
              "The driver pod my-driver has automountServiceAccountToken: false",
              "set automountServiceAccountToken to true in"
                  + " spark.kubernetes.driver.podTemplateFile, or mount a token and set"
                  + " spark.kubernetes.authenticate.driver.mounted.oauthTokenFile");
    }
  }

  private static SparkSettings settings(Map<String, String> settings) {
    return SparkSettings.of(settings, Map.of());
  }
}
