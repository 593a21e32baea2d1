package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCleanupTest {
  private final ManualLoop loop = new ManualLoop();
  private final FakeCluster cluster = new FakeCluster(loop::now);

  private void cleanUp(Map<String, String> settings) throws InterruptedException {
    PodSettings read = PodSettings.read(SparkSettings.of(settings, Map.of()));
    new ClusterCleanup(cluster, read, "ns", "app", loop::now, loop::advance, List.of()).run();
  }

  private void executors(int count) {
    for (int i = 1; i <= count; i++) {
      cluster.createPod(TestPods.executor("app", i, 0));
    }
    cluster.requests.clear();
  }

  @Test
  void removesAllThatTheApplicationHas() throws Exception {
    executors(3);
    cleanUp(Map.of());
    assertThat(cluster.requests)
        .containsExactly(
            "delete services", "delete claims", "delete all", "count", "delete configmaps");
  }

  @Test
  void asksAgainWhenTheDeletionTimedOut() throws Exception {
    executors(3);
    for (int i = 0; i < 4; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    }
    cleanUp(
        Map.of(
            "spark.kubernetes.driver.service.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.ownPersistentVolumeClaim",
            "false"));
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void givesUpAfterAWhile() throws Exception {
    executors(1);
    for (int i = 0; i < 1_000; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    }
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(45));
  }

  @Test
  void doesNotWaitLongForPodsThatAreTerminating() throws Exception {
    executors(1);
    cluster.terminatesSlowly = true;
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(8));
    assertThat(cluster.count("delete all")).as("asked once").isEqualTo(1);
  }

  @Test
  void keepsWhatTheUserWantsToKeep() throws Exception {
    executors(1);
    cleanUp(
        Map.of(
            "spark.kubernetes.executor.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.service.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.ownPersistentVolumeClaim",
            "false"));
    assertThat(cluster.requests).isEmpty();
    assertThat(cluster.pods).hasSize(1);
  }
}
