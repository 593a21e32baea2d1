// SPDX-License-Identifier: Apache-2.0
package com.acme.spark.restricted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.podsmith.api.FeatureStepFactory;
import io.podsmith.api.SparkPod;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.testkit.FeatureStepContract;
import io.podsmith.testkit.TestConf;
import io.podsmith.testkit.submit.BuiltSubmission;
import io.podsmith.testkit.submit.Submission;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of every step, what the standard requires, and what contradicts it. */
class RestrictedFeatureStepTest extends FeatureStepContract {
  private static final Submission JOB =
      Submission.of("com.acme.Report", "local:///opt/acme/report.jar")
          .withConf("spark.acme.restricted.enabled", "true");

  @Override
  protected FeatureStepFactory factory() {
    return new RestrictedFeatureStepFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("spark.acme.restricted.enabled", "true");
  }

  @Test
  void restrictsAllContainersOfDriverAndExecutor() {
    BuiltSubmission built = JOB.build();

    for (Pod pod : List.of(built.driverPod(), built.executorPod())) {
      assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(contexts(pod)).isNotEmpty().allSatisfy(RestrictedFeatureStepTest::isRestricted);
    }
  }

  @Test
  void restrictsTheContainersOfOtherSteps() {
    SparkPod pod =
        configure(
            SparkPod.empty()
                .editSpec(
                    spec ->
                        spec.addNewInitContainer()
                            .withName("init")
                            .endInitContainer()
                            .addNewContainer()
                            .withName("sidecar")
                            .withNewSecurityContext()
                            .withNewCapabilities()
                            .addToAdd("NET_BIND_SERVICE")
                            .endCapabilities()
                            .endSecurityContext()
                            .endContainer()));

    assertThat(contexts(pod.assemble()))
        .hasSize(3)
        .allSatisfy(RestrictedFeatureStepTest::isRestricted);
  }

  @Test
  void listsEverythingThatContradictsTheStandard() {
    SparkPod pod =
        SparkPod.empty()
            .editSpec(
                spec ->
                    spec.withHostNetwork(true)
                        .withHostPID(true)
                        .withHostIPC(true)
                        .addNewVolume()
                        .withName("data")
                        .withNewHostPath("/data", "Directory")
                        .endVolume()
                        .withNewSecurityContext()
                        .withRunAsUser(0L)
                        .withRunAsNonRoot(false)
                        .withNewSeccompProfile(null, "Unconfined")
                        .endSecurityContext())
            .editContainer(
                spark ->
                    spark
                        .withName("spark")
                        .addNewPort()
                        .withContainerPort(4040)
                        .withHostPort(4040)
                        .endPort()
                        .withNewSecurityContext()
                        .withPrivileged(true)
                        .withAllowPrivilegeEscalation(true)
                        .withNewCapabilities()
                        .addToAdd("SYS_ADMIN")
                        .endCapabilities()
                        .endSecurityContext());

    assertThatThrownBy(() -> configure(pod))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContainingAll(
            "spark.acme.restricted.enabled is true",
            "the pod uses the host's network",
            "the pod uses the host's process ids",
            "the pod uses the host's IPC",
            "volume 'data' is a hostPath",
            "the pod runs as user 0",
            "the pod sets runAsNonRoot to false",
            "the pod has the seccomp profile Unconfined",
            "container 'spark' has host port 4040",
            "container 'spark' is privileged",
            "container 'spark' allows privilege escalation",
            "container 'spark' adds capability SYS_ADMIN",
            "set spark.acme.restricted.enabled to false");
  }

  @Test
  void keepsAStricterProfile() {
    UnaryOperator<SparkPod> localhost =
        pod ->
            pod.editSpec(
                spec ->
                    spec.withNewSecurityContext()
                        .withNewSeccompProfile("profiles/spark.json", "Localhost")
                        .endSecurityContext());

    assertThat(
            configure(localhost.apply(SparkPod.empty()))
                .pod()
                .getSpec()
                .getSecurityContext()
                .getSeccompProfile()
                .getType())
        .isEqualTo("Localhost");
  }

  @Test
  void failsASubmissionThatMountsTheHost() {
    Submission job =
        JOB.withConf("spark.kubernetes.driver.volumes.hostPath.data.mount.path", "/data")
            .withConf("spark.kubernetes.driver.volumes.hostPath.data.options.path", "/data");

    assertThatThrownBy(job::build).hasMessageContaining("volume 'data' is a hostPath");
  }

  private SparkPod configure(SparkPod pod) {
    return factory().create(TestConf.with(settings()).driver()).orElseThrow().configurePod(pod);
  }

  private static List<SecurityContext> contexts(Pod pod) {
    return Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .map(container -> container.getSecurityContext())
        .toList();
  }

  private static void isRestricted(SecurityContext context) {
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
  }
}
