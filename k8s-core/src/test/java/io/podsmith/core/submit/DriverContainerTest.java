// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverContainerTest {
  private static final Pod FROM_TEMPLATE =
      new PodBuilder(Pods.pending())
          .editSpec()
          .addNewContainer()
          .withName("proxy")
          .endContainer()
          .addNewContainer()
          .withName("main")
          .addNewVolumeMount()
          .withName("spark-conf-volume-driver")
          .endVolumeMount()
          .endContainer()
          .endSpec()
          .build();

  @Test
  void takesTheContainerThatTheSettingsName() {
    assertThat(
            DriverContainer.nameIn(
                FROM_TEMPLATE,
                settings(Map.of("spark.kubernetes.driver.podTemplateContainerName", "proxy"))))
        .isEqualTo("proxy");
  }

  @Test
  void takesTheContainerWithSparksConfigurationWhateverItIsCalled() {
    assertThat(DriverContainer.nameIn(FROM_TEMPLATE, settings(Map.of()))).isEqualTo("main");
    assertThat(
            DriverContainer.nameIn(
                FROM_TEMPLATE,
                settings(Map.of("spark.kubernetes.driver.podTemplateContainerName", "missing"))))
        .isEqualTo("main");
  }

  @Test
  void takesTheUsualNameWhereNothingElseTells() {
    assertThat(DriverContainer.nameIn(Pods.pending(), settings(Map.of())))
        .isEqualTo("spark-kubernetes-driver");
  }

  @Test
  void takesTheUsualNameForAContainerWithoutOne() {
    Pod unnamed =
        new PodBuilder(FROM_TEMPLATE)
            .editSpec()
            .withContainers(
                FROM_TEMPLATE.getSpec().getContainers().stream()
                    .map(each -> each.edit().withName(null).build())
                    .toList())
            .endSpec()
            .build();

    assertThat(DriverContainer.nameIn(unnamed, settings(Map.of())))
        .isEqualTo("spark-kubernetes-driver");
  }

  private static SparkSettings settings(Map<String, String> settings) {
    return SparkSettings.of(settings, Map.of());
  }
}
