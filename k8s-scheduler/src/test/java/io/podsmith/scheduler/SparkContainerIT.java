// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.events.ExecutorPodEnded;
import io.podsmith.scheduler.pods.testing.Applications;
import io.podsmith.testkit.cluster.EmbeddedApiServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executors whose template says what Spark's container is called, on a server without a node. */
class SparkContainerIT {
  private static final String TEMPLATE =
      """
      apiVersion: v1
      kind: Pod
      spec:
        containers:
        - name: worker
        - {name: proxy, image: proxy}
      """;

  @TempDir private Path directory;
  private final EmbeddedApiServer server = EmbeddedApiServer.builder().withoutControllers().start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"'', false", "nosuch, false", "worker, false", "'', true"})
  void readsTheEndOfTheContainerThatWasBuilt(String nameInSettings, String checksAll)
      throws Exception {
    Map<String, String> settings =
        Map.of(
            "spark.kubernetes.executor.checkAllContainers",
            checksAll,
            nameInSettings.isEmpty()
                ? "spark.podsmith.unused"
                : "spark.kubernetes.executor.podTemplateContainerName",
            nameInSettings);
    ExecutorPodEnded ended = end(settings, statuses());
    assertThat(ended.exitCode()).isEqualTo(137);
    assertThat(ended.cause()).isEqualTo("outOfMemory");
  }

  @Test
  void aProxyThatAWebhookPutsFirstChangesNothing() throws Exception {
    List<ContainerStatus> proxyFirst = List.of(statuses().get(1), statuses().get(0));
    assertThat(end(Map.of(), proxyFirst).exitCode()).isEqualTo(137);
  }

  private static List<ContainerStatus> statuses() {
    return List.of(
        new ContainerStatusBuilder()
            .withName("worker")
            .withNewState()
            .withNewTerminated()
            .withExitCode(137)
            .withReason("OOMKilled")
            .endTerminated()
            .endState()
            .build(),
        new ContainerStatusBuilder()
            .withName("proxy")
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .build());
  }

  /** Runs an executor, has its containers report, and returns how it ended. */
  private ExecutorPodEnded end(Map<String, String> settings, List<ContainerStatus> containers)
      throws Exception {
    Path template = Files.writeString(directory.resolve("template.yaml"), TEMPLATE);
    SparkConf conf =
        new SparkConf(false)
            .setAppName("job")
            .setMaster("k8s://" + server.url())
            .set("spark.kubernetes.container.image", "idle")
            .set("spark.kubernetes.executor.podNamePrefix", "job")
            .set("spark.kubernetes.executor.podTemplateFile", template.toString())
            .set("spark.executor.instances", "1")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.ui.enabled", "false")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "1s");
    settings.forEach(conf::set);
    Ends ends = new Ends();
    SparkContext sc = new SparkContext(conf);
    try {
      sc.addSparkListener(ends);
      report(containers);
      ExecutorPodEnded ended = ends.events.poll(60, TimeUnit.SECONDS);
      assertThat(ended).as("the end of executor 1").isNotNull();
      return ended;
    } finally {
      Applications.stop(sc);
    }
  }

  private void report(List<ContainerStatus> containers) throws Exception {
    server
        .client()
        .pods()
        .inNamespace("default")
        .withLabel(Constants.SPARK_ROLE_LABEL, Constants.SPARK_POD_EXECUTOR_ROLE)
        .waitUntilCondition(pod -> pod != null, 60, TimeUnit.SECONDS);
    server
        .client()
        .pods()
        .inNamespace("default")
        .withName("job-exec-1")
        .editStatus(
            (Pod pod) ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(containers)
                    .endStatus()
                    .build());
  }

  private static final class Ends extends SparkListener {
    private final BlockingQueue<ExecutorPodEnded> events = new LinkedBlockingQueue<>();

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof ExecutorPodEnded ended) {
        events.add(ended);
      }
    }
  }
}
