// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The rules of every step, and the constraint. In Java, as the contract; Scala would do as well.
 */
class ZoneSpreadFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new ZoneSpreadFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.spread.enabled", "true");
  }

  @Test
  void spreadsTheExecutorsOfTheApplication() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    assertThat(built.driverPod().getSpec().getTopologySpreadConstraints()).isEmpty();
    TopologySpreadConstraint constraint =
        built.executorPod().getSpec().getTopologySpreadConstraints().get(0);
    assertThat(constraint.getTopologyKey()).isEqualTo("topology.kubernetes.io/zone");
    assertThat(constraint.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
    assertThat(built.executorPod().getMetadata().getLabels())
        .as("the constraint selects the executors")
        .containsAllEntriesOf(constraint.getLabelSelector().getMatchLabels());
  }

  @Test
  void leavesExecutorsPendingIfStrict() {
    TestConf conf = TestConf.with(settings()).set("spark.acme.spread.strict", "true");

    SparkPod pod = factory().create(conf.executor()).orElseThrow().configurePod(SparkPod.empty());

    assertThat(pod.pod().getSpec().getTopologySpreadConstraints())
        .extracting(TopologySpreadConstraint::getWhenUnsatisfiable)
        .containsExactly("DoNotSchedule");
  }

  @Test
  void rejectsAKeyThatIsNoLabel() {
    TestConf conf = TestConf.with(settings()).set("spark.acme.spread.topologyKey", "the zone");

    assertThatThrownBy(() -> factory().create(conf.executor()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.spread.topologyKey is 'the zone'")
        .hasMessageContaining("the key of a node label");
  }
}
