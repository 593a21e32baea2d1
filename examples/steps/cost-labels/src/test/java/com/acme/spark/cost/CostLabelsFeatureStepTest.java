// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of every step, the labels, and what is no label. */
class CostLabelsFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new CostLabelsFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "spark.acme.cost.team", "reports",
        "spark.acme.cost.center", "CC-4711",
        "spark.acme.cost.stage", "production");
  }

  @Test
  void labelsDriverAndExecutor() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
      assertThat(pod.getMetadata().getLabels())
          .containsEntry("cost.acme.com/team", "reports")
          .containsEntry("cost.acme.com/center", "CC-4711")
          .containsEntry("cost.acme.com/stage", "production");
    }
  }

  @Test
  void requiresATeamOnRequest() {
    TestConf conf = TestConf.minimal().set("spark.acme.cost.required", "true");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.cost.team is not set")
        .hasMessageContaining("set it to the team");
  }

  @ParameterizedTest
  @CsvSource({
    "spark.acme.cost.team, Team Reports, lower-case",
    "spark.acme.cost.center, 4711, CC-4711",
    "spark.acme.cost.stage, prod, production"
  })
  void rejectsValuesThatAccountingDoesNotKnow(String key, String value, String accepted) {
    TestConf conf = TestConf.with(settings()).set(key, value);

    assertThatThrownBy(() -> factory().create(conf.executor()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("%s is '%s'".formatted(key, value))
        .hasMessageContaining(accepted);
  }
}
