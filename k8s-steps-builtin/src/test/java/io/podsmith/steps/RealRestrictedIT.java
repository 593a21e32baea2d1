// SPDX-License-Identifier: Apache-2.0
package io.podsmith.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.builder.DriverSpecBuilder;
import io.podsmith.core.builder.ExecutorSpecBuilder;
import io.podsmith.core.conf.views.DriverConf;
import io.podsmith.core.conf.views.ExecutorConf;
import io.podsmith.core.plugin.StepRegistry;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * In a namespace that enforces the Pod Security Standard restricted, a real API server accepts and
 * rejects the same pods as {@code spark.podsmith.restricted}.
 */
class RealRestrictedIT {
  private static final String RESTRICTED = "spark.podsmith.restricted";

  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void makeNamespace() {
    client = SimulatedCluster.connect();
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("restricted-")
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    client
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("default").endMetadata().build())
        .inNamespace(namespace)
        .serverSideApply();
  }

  @AfterEach
  void deleteNamespace() {
    // null without a cluster, where the tests are skipped
    if (client != null) {
      client.namespaces().withName(namespace).delete();
      client.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> acceptsTheSamePods() {
    return RestrictedPods.accepted().entrySet().stream()
        .map(
            edit ->
                DynamicTest.dynamicTest(
                    edit.getKey(),
                    () ->
                        assertThatCode(() -> send(edited(edit.getValue())))
                            .doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> rejectsTheSamePods() {
    return RestrictedPods.rejected().entrySet().stream()
        .map(
            edit ->
                DynamicTest.dynamicTest(
                    edit.getKey(),
                    () ->
                        assertThatThrownBy(() -> send(edited(edit.getValue())))
                            .isInstanceOf(KubernetesClientException.class)
                            .hasMessageContaining("violates PodSecurity")));
  }

  private static Pod edited(UnaryOperator<PodBuilder> edit) {
    return edit.apply(new PodBuilder(RestrictedPods.base())).build();
  }

  private void send(Pod pod) {
    client.resource(pod).inNamespace(namespace).dryRun(true).create();
  }

  @Test
  void acceptsDriversAndExecutors() {
    String driver = "spark.kubernetes.driver.";
    DriverConf ofDriver =
        (DriverConf)
            Case.driver(
                    RESTRICTED,
                    "true",
                    "spark.my.password",
                    "hunter2",
                    "%ssecrets.db".formatted(driver),
                    "/etc/db",
                    "%svolumes.emptyDir.scratch.mount.path".formatted(driver),
                    "/scratch")
                .conf();
    ExecutorConf ofExecutor = (ExecutorConf) Case.executor(RESTRICTED, "true").conf();
    try (StepRegistry registry = StepRegistry.load(ofDriver.settings(), ofDriver.fileStaging())) {
      DriverSpec spec = new DriverSpecBuilder(registry).build(ofDriver);

      assertThatCode(() -> send(spec.pod())).doesNotThrowAnyException();
    }
    try (StepRegistry registry =
        StepRegistry.load(ofExecutor.settings(), ofExecutor.fileStaging())) {
      Pod executor = new ExecutorSpecBuilder(registry).build(ofExecutor).pod();

      assertThatCode(() -> send(executor)).doesNotThrowAnyException();
      assertThat(executor.getSpec().getAutomountServiceAccountToken()).isFalse();
    }
  }
}
