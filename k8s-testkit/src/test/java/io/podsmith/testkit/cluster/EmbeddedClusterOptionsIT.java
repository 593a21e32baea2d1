// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster;

import static io.podsmith.testkit.cluster.NodeContract.DEADLINE;
import static io.podsmith.testkit.cluster.NodeContract.condition;
import static io.podsmith.testkit.cluster.NodeContract.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the builder of a cluster offers, and what is left when a cluster is closed. */
class EmbeddedClusterOptionsIT {
  @TempDir private Path directory;

  @Test
  void leavesNoProcessAndNoFile() {
    String log;
    try (EmbeddedCluster cluster = shellCluster().start()) {
      create(cluster, shell("echo $$$$; sleep 1000"));
      String pod = onlyPod(cluster);
      Awaiting.until(() -> cluster.logs(pod).endsWith("\n"), DEADLINE, "the pod prints its id");
      log = cluster.logs(pod);
    }

    assertThat(ProcessHandle.of(Long.parseLong(log.strip())).filter(ProcessHandle::isAlive))
        .isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void closesTwice() {
    EmbeddedCluster cluster = shellCluster().start();
    cluster.close();
    cluster.close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void keepsToItsNumberOfPods() {
    try (EmbeddedCluster cluster = shellCluster().maxPods(1).start()) {
      String first = create(cluster, shell("sleep 1000"));
      await(cluster, first, "Running");
      String second = create(cluster, shell("true"));
      Pod waiting =
          cluster.awaitPod(second, p -> !p.getStatus().getConditions().isEmpty(), DEADLINE);
      assertThat(condition(waiting, "PodScheduled").getMessage())
          .startsWith("0/1 nodes are available: 1 Too many pods.");

      cluster.node().kill("default", first, "main");

      await(cluster, second, "Succeeded");
    }
  }

  @Test
  void startsUnschedulable() {
    try (EmbeddedCluster cluster = shellCluster().unschedulable().start()) {
      String pod = create(cluster, shell("true"));
      Pod waiting = cluster.awaitPod(pod, p -> !p.getStatus().getConditions().isEmpty(), DEADLINE);
      assertThat(condition(waiting, "PodScheduled").getReason()).isEqualTo("Unschedulable");
    }
  }

  @Test
  void delaysStarts() {
    Duration delay = Duration.ofMillis(1500);
    try (EmbeddedCluster cluster = shellCluster().startupDelay(delay).start()) {
      Instant before = Instant.now();
      String pod = create(cluster, shell("true"));
      await(cluster, pod, "Succeeded");
      assertThat(Duration.between(before, Instant.now())).isGreaterThan(delay);
    }
  }

  @Test
  void leavesPodsOfOtherSchedulersAloneUnlessToldOtherwise() {
    try (EmbeddedCluster cluster = shellCluster().scheduler("volcano").start()) {
      String theirs = create(cluster, scheduledBy("somebody-else"));
      String ours = create(cluster, scheduledBy("volcano"));

      await(cluster, ours, "Succeeded");
      assertThat(cluster.client().pods().withName(theirs).get().getStatus().getConditions())
          .isEmpty();
    }
  }

  @Test
  void endsPodsWhenTheNodeIsShutDown() {
    try (EmbeddedCluster cluster = shellCluster().start()) {
      String pod = create(cluster, shell("sleep 1000"));
      await(cluster, pod, "Running");

      cluster.node().shutDown(Duration.ofSeconds(1));

      Pod done = await(cluster, pod, "Failed");
      assertThat(done.getStatus().getReason()).isEqualTo("Terminated");
      assertThat(condition(done, "DisruptionTarget").getStatus()).isEqualTo("True");
    }
  }

  @Test
  void runsAnyImageWhereItIsToldTo() {
    try (EmbeddedCluster cluster = shellCluster().defaultImage(NodeImage.idle()).start()) {
      Pod unknown =
          new PodBuilder(shell("true"))
              .editSpec()
              .editContainer(0)
              .withImage("unknown:1")
              .endContainer()
              .endSpec()
              .build();
      await(cluster, create(cluster, unknown), "Running");
    }
  }

  @Test
  void refusesASparkHomeThatIsNone() {
    assertThatThrownBy(() -> NodeImage.sparkHome(directory))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bin/spark-submit");
  }

  private EmbeddedCluster.Builder shellCluster() {
    return EmbeddedCluster.builder().workDir(directory).image("busybox", NodeImage.shell());
  }

  private static Pod scheduledBy(String scheduler) {
    return new PodBuilder(shell("true")).editSpec().withSchedulerName(scheduler).endSpec().build();
  }

  private static String create(EmbeddedCluster cluster, Pod pod) {
    return cluster.client().pods().resource(pod).create().getMetadata().getName();
  }

  private static String onlyPod(EmbeddedCluster cluster) {
    return cluster.client().pods().list().getItems().get(0).getMetadata().getName();
  }

  private static Pod await(EmbeddedCluster cluster, String pod, String phase) {
    return cluster.awaitPod(pod, p -> phase.equals(p.getStatus().getPhase()), DEADLINE);
  }
}
