// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.spot;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of every step, and which pods go where. */
class SpotNodesFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new SpotNodesFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.spot.enabled", "true");
  }

  @Test
  void prefersSpotNodesForExecutorsOnly() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    NodeAffinity driver = built.driverPod().getSpec().getAffinity().getNodeAffinity();
    NodeAffinity executor = built.executorPod().getSpec().getAffinity().getNodeAffinity();
    assertThat(driver.getPreferredDuringSchedulingIgnoredDuringExecution()).isEmpty();
    assertThat(
            driver
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms()
                .get(0)
                .getMatchExpressions())
        .extracting(NodeSelectorRequirement::getOperator, NodeSelectorRequirement::getValues)
        .containsExactly(tuple("NotIn", List.of("spot")));
    assertThat(executor.getRequiredDuringSchedulingIgnoredDuringExecution())
        .as("a requirement would leave executors pending if there are no spot nodes")
        .isNull();
    assertThat(executor.getPreferredDuringSchedulingIgnoredDuringExecution()).hasSize(1);
  }

  @Test
  void toleratesTheTaintInExecutors() {
    TestConf conf = TestConf.with(settings()).set("spark.acme.spot.taint", "cloud/spot");

    SparkPod pod = factory().create(conf.executor()).orElseThrow().configurePod(SparkPod.empty());

    assertThat(pod).hasToleration("cloud/spot");
  }

  @Test
  void excludesSpotNodesFromEachAlternativeOfATemplate() {
    SparkPod template =
        SparkPod.empty()
            .editSpec(
                spec ->
                    spec.withNewAffinity()
                        .withNewNodeAffinity()
                        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                        .addNewNodeSelectorTerm()
                        .endNodeSelectorTerm()
                        .addNewNodeSelectorTerm()
                        .endNodeSelectorTerm()
                        .endRequiredDuringSchedulingIgnoredDuringExecution()
                        .endNodeAffinity()
                        .endAffinity());

    SparkPod pod = driverStep(Map.of()).configurePod(template);

    assertThat(
            pod.pod()
                .getSpec()
                .getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms())
        .hasSize(2)
        .allSatisfy(term -> assertThat(term.getMatchExpressions()).hasSize(1));
  }

  @Test
  void turnsOnDecommissioningUnlessTheUserDecidesOtherwise() {
    assertThat(driverStep(Map.of()).getAdditionalPodSystemProperties())
        .containsEntry("spark.decommission.enabled", "true")
        .containsEntry("spark.storage.decommission.enabled", "true");
    assertThat(
            driverStep(Map.of("spark.decommission.enabled", "false"))
                .getAdditionalPodSystemProperties())
        .doesNotContainKey("spark.decommission.enabled");
  }

  @Test
  void rejectsALabelWithoutValue() {
    TestConf conf = TestConf.with(settings()).set("spark.acme.spot.label", "spot");

    assertThatThrownBy(() -> factory().create(conf.executor()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.spot.label is 'spot'")
        .hasMessageContaining("KEY=VALUE");
  }

  private KubernetesFeatureConfigStep driverStep(Map<String, String> more) {
    TestConf conf = TestConf.with(settings());
    more.forEach(conf::set);
    return factory().create(conf.driver()).orElseThrow();
  }
}
