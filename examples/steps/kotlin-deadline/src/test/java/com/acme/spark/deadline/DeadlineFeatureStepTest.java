// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of every step, and the deadline. In Java, as the contract; Kotlin would do as well. */
class DeadlineFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new DeadlineFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.deadline", "2h");
  }

  @Test
  void limitsTheDriverOnly() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    assertThat(built.driverPod().getSpec().getActiveDeadlineSeconds()).isEqualTo(7200);
    assertThat(built.executorPod().getSpec().getActiveDeadlineSeconds()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"60, 60", "7200, 7200", "90000, 7200"})
  void keepsAShorterDeadline(long template, long expected) {
    SparkPod pod =
        factory()
            .create(TestConf.with(settings()).driver())
            .orElseThrow()
            .configurePod(
                SparkPod.empty().editSpec(spec -> spec.withActiveDeadlineSeconds(template)));

    assertThat(pod.pod().getSpec().getActiveDeadlineSeconds()).isEqualTo(expected);
  }

  @Test
  void rejectsADeadlineThatEndsEveryJob() {
    TestConf conf = TestConf.minimal().set("spark.acme.deadline", "5s");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.deadline is '5s'")
        .hasMessageContaining("at least 60s");
  }
}
