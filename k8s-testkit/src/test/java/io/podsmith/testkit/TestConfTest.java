// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestConfTest {
  @Test
  void makesADriverFromNothing() {
    assertThat(TestConf.minimal().driver().image()).isEqualTo("apache/spark:4.1.1");
    assertThat(TestConf.minimal().of(PodRole.DRIVER).role()).isEqualTo(PodRole.DRIVER);
  }

  @Test
  void makesAnExecutorWithItsId() {
    assertThat(TestConf.minimal().executorId("7").executor().executorId()).isEqualTo("7");
  }

  @Test
  void readsSettingsAsTheEngineDoes() {
    assertThat(
            TestConf.with(Map.of("spark.kubernetes.namespace", "jobs"))
                .set("spark.kubernetes.driver.label.team", "data")
                .driver()
                .labels())
        .containsEntry("team", "data");
    assertThatThrownBy(
            () ->
                TestConf.minimal()
                    .set("spark.kubernetes.container.image.pullPolicy", "Sometimes")
                    .driver()
                    .imagePullPolicy())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("Sometimes");
  }

  @Test
  void handsOutTheEnvironment() {
    assertThat(
            TestConf.minimal().env("SPARK_USER", "ada").driver().environmentVariable("SPARK_USER"))
        .contains("ada");
  }

  @Test
  void namesObjectsTheSameInEachRunButNotInEachApplication() {
    String prefix = TestConf.minimal().driver().resourceNamePrefix();

    assertThat(TestConf.minimal().driver().resourceNamePrefix()).isEqualTo(prefix);
    assertThat(TestConf.minimal().set("spark.app.id", "spark-2").driver().resourceNamePrefix())
        .isNotEqualTo(prefix);
  }
}
