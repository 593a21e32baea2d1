// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.mesh;

import static io.podsmith.testkit.SparkPodAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.KubernetesFeatureConfigStep;
import io.podsmith.api.PodRole;
import io.podsmith.api.SparkPod;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of every step, for both ways to end the proxy, and the traffic of Spark. */
class ServiceMeshFeatureStepTest extends FeatureStepContract {
  private static final String EXCLUDED = "traffic.sidecar.istio.io/excludeInboundPorts";

  @Override
  protected FeatureStepFactory factory() {
    return new ServiceMeshFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.mesh.enabled", "true");
  }

  @Override
  protected List<Map<String, String>> settingsVariants(PodRole role) {
    return List.of(
        settings(), Map.of("spark.acme.mesh.enabled", "true", "spark.acme.mesh.proxyEnd", "QUIT"));
  }

  @Override
  protected Set<String> ownedFields() {
    return Set.of("container.command");
  }

  @Test
  void requestsANativeSidecarByDefault() {
    SparkPod pod = step(TestConf.with(settings())).configurePod(SparkPod.empty());

    assertThat(pod)
        .hasLabel("sidecar.istio.io/inject", "true")
        .hasAnnotation("sidecar.istio.io/nativeSidecar", "true");
    assertThat(pod.container().getCommand()).isEmpty();
  }

  @Test
  void letsTrafficBetweenPodsBypassTheProxy() {
    TestConf conf = TestConf.with(settings()).set("spark.driver.port", "4000");

    assertThat(step(conf).configurePod(SparkPod.empty())).hasAnnotation(EXCLUDED, "4000,7079");
    assertThat(step(conf).getAdditionalPodSystemProperties())
        .as("without it, executors listen at random ports")
        .containsExactly(Map.entry("spark.blockManager.port", "7079"));
    assertThat(step(conf.set("spark.blockManager.port", "4001")).getAdditionalPodSystemProperties())
        .isEmpty();
  }

  @Test
  void wrapsTheEntryPointToEndTheProxy() {
    TestConf conf = TestConf.with(settings()).set("spark.acme.mesh.proxyEnd", "QUIT");

    assertThat(step(conf).configurePod(SparkPod.empty()).container().getCommand())
        .startsWith("/bin/bash", "-c")
        .endsWith("spark", "/opt/entrypoint.sh");
    assertThat(
            step(conf)
                .configurePod(SparkPod.empty().editContainer(spark -> spark.withCommand("/run.sh")))
                .container()
                .getCommand())
        .endsWith("spark", "/run.sh");
  }

  @Test
  void addsDriverAndExecutorToTheMesh() {
    BuiltSubmission built =
        Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
            .withConf(settings())
            .build();

    for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
      assertThat(pod.getMetadata().getLabels()).containsEntry("sidecar.istio.io/inject", "true");
      assertThat(pod.getMetadata().getAnnotations()).containsEntry(EXCLUDED, "7078,7079");
    }
  }

  private KubernetesFeatureConfigStep step(TestConf conf) {
    return factory().create(conf.driver()).orElseThrow();
  }
}
