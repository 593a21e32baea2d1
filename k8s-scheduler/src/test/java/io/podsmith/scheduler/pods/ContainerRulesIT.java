// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.model.ExecutorPodContext;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The settings that say which containers of a pod tell how its executor is. */
class ContainerRulesIT {
  private static final String APP = "spark-app";
  private static final String CHECK_ALL = "spark.kubernetes.executor.checkAllContainers";
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EmbeddedApiServer server = EmbeddedApiServer.builder().withoutControllers().start();
  private final RecordingBackend backend = new RecordingBackend();
  private Optional<ExecutorPodManager> manager = Optional.empty();

  @AfterEach
  void close() {
    manager.ifPresent(ExecutorPodManager::stop);
    server.close();
  }

  @Test
  void takesTheEndOfAnyContainerForTheExecutorsWhereTheUserSaysSo() throws Throwable {
    run(Map.of(CHECK_ALL, "true"));

    report(1, running("main"), ended("beside", 3));

    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(1L));
  }

  @Test
  void looksAtTheContainerThatTheTemplateGivesToSpark() throws Throwable {
    run(Map.of(CHECK_ALL, "false", "spark.kubernetes.executor.podTemplateContainerName", "main"));

    report(1, running("main"), ended("beside", 3));
    report(2, ended("main", 7), running("beside"));

    Eventually.within(LONG, () -> assertThat(backend.removed).containsKey(2L));
    assertThat(backend.removed).as("a container beside Spark's has ended").doesNotContainKey(1L);
    assertThat(backend.removed.get(2L).exitCode()).isEqualTo(7);
  }

  private void run(Map<String, String> settings) throws Throwable {
    KubernetesClient client = server.client();
    ExecutorPodManager started =
        ExecutorPodManager.create(
            new ExecutorPodContext(
                SparkSettings.of(settings, Map.of()), client, "default", APP, Optional.empty()),
            (id, profile) -> new ExecutorSpec(pod(id, profile), List.of(), List.of()),
            backend,
            new ExecutorMetrics());
    manager = Optional.of(started);
    started.start();
    started.setTotalExpectedExecutors(Map.of(0, 2));
    Eventually.within(
        LONG, () -> assertThat(client.pods().inNamespace("default").list().getItems()).hasSize(2));
  }

  private static Pod pod(long id, int profile) {
    return new PodBuilder(TestPods.executor(APP, id, profile))
        .editSpec()
        .editFirstContainer()
        .withName("main")
        .endContainer()
        .addNewContainer()
        .withName("beside")
        .withImage("busybox")
        .endContainer()
        .endSpec()
        .build();
  }

  private void report(long id, ContainerStatus... containers) {
    server
        .client()
        .pods()
        .inNamespace("default")
        .withName(TestPods.name(APP, id))
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(containers)
                    .endStatus()
                    .build());
  }

  private static ContainerStatus running(String name) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .build();
  }

  private static ContainerStatus ended(String name, int exitCode) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason("Error")
        .endTerminated()
        .endState()
        .build();
  }
}
