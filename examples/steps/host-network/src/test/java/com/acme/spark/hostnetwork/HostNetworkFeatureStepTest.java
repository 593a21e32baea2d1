// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.hostnetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of every step, and the same pods as from the class that it replaces. */
class HostNetworkFeatureStepTest extends FeatureStepContract {
  private static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar");

  @Override
  protected FeatureStepFactory factory() {
    return new HostNetworkFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.hostNetwork.enabled", "true");
  }

  @Test
  void buildsTheSamePodsAsBefore() {
    String step = SparkHostNetworkStep.class.getName();
    BuiltSubmission before =
        JOB.withConf("spark.kubernetes.driver.pod.featureSteps", step)
            .withConf("spark.kubernetes.executor.pod.featureSteps", step)
            .build();

    BuiltSubmission after = JOB.withConf(settings()).build();

    assertThat(after.driverPod().getSpec().getHostNetwork()).isTrue();
    assertThat(after.driverPod().getSpec().getDnsPolicy()).isEqualTo("ClusterFirstWithHostNet");
    assertThat(Serialization.asYaml(after.driverPod()))
        .isEqualTo(Serialization.asYaml(before.driverPod()));
    assertThat(Serialization.asYaml(after.executorPod()))
        .isEqualTo(Serialization.asYaml(before.executorPod()));
  }

  @Test
  void rejectsAPolicyThatDoesNotExist() {
    TestConf conf =
        TestConf.with(settings()).set("spark.acme.hostNetwork.dnsPolicy", "clusterfirst");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.hostNetwork.dnsPolicy is 'clusterfirst'")
        .hasMessageContaining("ClusterFirstWithHostNet");
  }
}
