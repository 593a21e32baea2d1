// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.sqlproxy;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of every step, and the proxy itself. */
class SqlProxyFeatureStepTest extends FeatureStepContract {
  @Override
  protected FeatureStepFactory factory() {
    return new SqlProxyFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.sqlProxy.instance", "acme:europe-west1:reports");
  }

  @Test
  void startsTheProxyBeforeSparkAndStopsItAfterwards() {
    SparkPod pod =
        factory()
            .create(TestConf.with(settings()).set("spark.acme.sqlProxy.port", "6432").executor())
            .orElseThrow()
            .configurePod(SparkPod.empty());

    assertThat(pod).hasEnv("ACME_SQL_ADDRESS", "127.0.0.1:6432");
    Container proxy = pod.pod().getSpec().getInitContainers().get(0);
    assertThat(proxy.getRestartPolicy())
        .as("Kubernetes stops such a container after Spark; any other keeps the pod running")
        .isEqualTo("Always");
    assertThat(proxy.getStartupProbe())
        .as("without it, Spark starts before the proxy accepts connections")
        .isNotNull();
    assertThat(proxy.getArgs()).contains("--port=6432", "acme:europe-west1:reports");
  }

  @Test
  void isInDriverAndExecutor() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
      assertThat(pod.getSpec().getInitContainers())
          .extracting(Container::getName)
          .contains("sql-proxy");
    }
  }

  @Test
  void rejectsAnInstanceWithoutItsRegion() {
    TestConf conf = TestConf.minimal().set("spark.acme.sqlProxy.instance", "acme:reports");

    assertThatThrownBy(() -> factory().create(conf.driver()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.acme.sqlProxy.instance is 'acme:reports'")
        .hasMessageContaining("PROJECT:REGION:INSTANCE");
  }
}
