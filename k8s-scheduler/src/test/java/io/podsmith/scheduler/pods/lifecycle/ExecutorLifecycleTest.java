// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.direct.StartHealth;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ExecutorLifecycleTest {
  private static final String SPARK = Constants.DEFAULT_EXECUTOR_CONTAINER_NAME;

  private static Rig rig(Map<String, String> settings, int executors) {
    Rig rig = new Rig(settings).start();
    rig.want(executors);
    return rig;
  }

  private static Consumer<Pod> failed(int exitCode) {
    return pod -> {
      pod.getStatus().setPhase("Failed");
      pod.getStatus()
          .setContainerStatuses(
              List.of(
                  new ContainerStatusBuilder()
                      .withName(SPARK)
                      .withNewState()
                      .withNewTerminated()
                      .withExitCode(exitCode)
                      .withReason(exitCode == 137 ? "OOMKilled" : "Error")
                      .endTerminated()
                      .endState()
                      .build()));
    };
  }

  private static Consumer<Pod> preempted() {
    return failed(143)
        .andThen(
            pod ->
                pod.getStatus()
                    .setConditions(
                        List.of(
                            new PodConditionBuilder()
                                .withType("DisruptionTarget")
                                .withStatus("True")
                                .withReason("PreemptionByScheduler")
                                .build())));
  }

  @Test
  void tellsTheSchedulerHowAnExecutorEndedAndDeletesItsPod() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.advance(Duration.ofSeconds(1));
    ExecutorExit exit = rig.backend.removed.get(1L);
    assertThat(exit.exitCode()).isEqualTo(1);
    assertThat(exit.causedByApp()).isTrue();
    assertThat(exit.message()).contains("Executor 1", "exit code 1", rig.pod(1));
    assertThat(rig.cluster.pods).doesNotContainKey(rig.pod(1));
  }

  @Test
  void asksForADeletionAgainThatFailed() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.deleteFaults.add(FakeCluster.failure(500, "", "broken"));
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.pods).doesNotContainKey(rig.pod(1));
  }

  @Test
  void deletesManyWithOneRequest() {
    Rig rig = rig(Map.of("spark.executor.maxNumFailures", "1000"), 100);
    rig.loop.advance(StartHealth.TRIAL);
    for (int i = 1; i <= 100; i++) {
      rig.cluster.change(rig.pod(i), failed(1));
    }
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.count("delete")).isEqualTo(1);
    assertThat(rig.cluster.running()).as("all were replaced").isEqualTo(100);
  }

  @Test
  void deletesOneByOneWhereDeletingManyIsForbidden() {
    Rig rig = rig(Map.of("spark.executor.maxNumFailures", "1000"), 20);
    rig.loop.advance(StartHealth.TRIAL);
    rig.cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    for (int i = 1; i <= 20; i++) {
      rig.cluster.change(rig.pod(i), failed(1));
    }
    rig.loop.advance(Duration.ofSeconds(3));
    assertThat(rig.cluster.running()).isEqualTo(20);
    assertThat(rig.cluster.pods).hasSize(20);
  }

  @Test
  void keepsAndMarksPodsWhereTheUserSaysSo() {
    Rig rig = rig(Map.of("spark.kubernetes.executor.deleteOnTermination", "false"), 1);
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods.get(rig.pod(1)).getMetadata().getLabels())
        .containsEntry(Constants.SPARK_EXECUTOR_INACTIVE_LABEL, "true");
    assertThat(rig.cluster.count("label")).as("once").isEqualTo(1);
    assertThat(rig.cluster.running()).as("it was replaced").isEqualTo(1);
  }

  @Test
  void tellsOfAnEndOnce() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.settle();
    rig.backend.removed.clear();
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.backend.removed).isEmpty();
  }

  @Test
  void givesUpWhenTooManyFail() {
    Rig rig = rig(Map.of("spark.executor.maxNumFailures", "2"), 3);
    rig.cluster.change(rig.pod(1), failed(1));
    rig.cluster.change(rig.pod(2), failed(1));
    rig.loop.settle();
    assertThat(rig.backend.aborts).isEmpty();
    rig.cluster.change(rig.pod(3), failed(1));
    rig.loop.settle();
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e -> assertThat(e).hasMessageContaining(PodsmithError.APP_EXECUTOR_FAILURES.id()));
  }

  @Test
  void doesNotCountWhatFailedUnderAnEarlierDriver() {
    Rig rig = new Rig(Map.of("spark.executor.maxNumFailures", "1"));
    for (int i = 1; i <= 5; i++) {
      rig.cluster.createPod(TestPods.executor(Rig.APP, i, 0));
      rig.cluster.change(rig.pod(i), failed(1));
    }
    rig.start();
    rig.want(2);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.backend.aborts).isEmpty();
    assertThat(rig.cluster.pods.keySet())
        .as("what had ended is cleared away")
        .containsExactly(rig.pod(6), rig.pod(7));
  }

  @Test
  void forgetsFailuresAfterTheirTime() {
    Rig rig =
        rig(
            Map.of(
                "spark.executor.maxNumFailures",
                "1",
                "spark.executor.failuresValidityInterval",
                "1min"),
            3);
    for (int i = 1; i <= 3; i++) {
      rig.cluster.change(rig.pod(i), failed(1));
      rig.loop.advance(Duration.ofSeconds(61));
    }
    assertThat(rig.backend.aborts).isEmpty();
  }

  @Test
  void doesNotHoldWhatTheClusterDidAgainstTheApplication() {
    Rig rig = rig(Map.of("spark.executor.maxNumFailures", "1"), 10);
    for (int i = 1; i <= 10; i++) {
      rig.cluster.change(rig.pod(i), preempted());
    }
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.backend.aborts).isEmpty();
    assertThat(rig.backend.removed)
        .hasSize(10)
        .allSatisfy((id, e) -> assertThat(e.causedByApp()).isFalse());
    assertThat(rig.cluster.running()).isEqualTo(10);
  }

  @Test
  void anExecutorThatIsDeletedWhileItRunsIsNotTheApplicationsFault() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.backend.removed.get(1L).causedByApp()).isFalse();
  }

  @Test
  void findsExecutorsWhosePodsAreMissing() {
    Rig rig = new Rig(Map.of()).start();
    rig.backend.registered.put(77L, rig.loop.now());
    rig.loop.advance(Duration.ofSeconds(35));
    assertThat(rig.backend.removed).as("too young to be missed").isEmpty();
    rig.loop.advance(Duration.ofSeconds(30));
    assertThat(rig.backend.removed.get(77L).message()).contains("Executor 77 has no pod");
    assertThat(rig.backend.removed.get(77L).causedByApp()).isFalse();
  }

  @Test
  void findsExecutorsThatWentWithoutTheWatchTelling() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.watchWorks = false;
    rig.cluster.remove(rig.pod(1));
    rig.cluster.watchWorks = true;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.backend.removed).containsKey(1L);
    assertThat(rig.cluster.running()).isEqualTo(1);
  }

  private static Consumer<Pod> unschedulable(String message) {
    return pod -> {
      pod.getStatus().setPhase("Pending");
      pod.getStatus()
          .setConditions(
              List.of(
                  new PodConditionBuilder()
                      .withType("PodScheduled")
                      .withStatus("False")
                      .withReason("Unschedulable")
                      .withMessage(message)
                      .build()));
    };
  }

  @Test
  void saysWhatTheSchedulerSaysOnceAndAgainWhenItLasts() {
    String message = "0/3 nodes are available: 3 Insufficient cpu.";
    Rig rig = new Rig(Map.of());
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(3);
    for (int id = 1; id <= 3; id++) {
      rig.cluster.change(rig.pod(id), unschedulable(message));
    }
    rig.loop.advance(Duration.ofMinutes(4));
    assertThat(rig.backend.news)
        .filteredOn(ExecutorNews.Delayed.class::isInstance)
        .as("once for all")
        .containsExactly(new ExecutorNews.Delayed(0, "Unschedulable, " + message));
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.backend.news)
        .filteredOn(ExecutorNews.Delayed.class::isInstance)
        .as("again after five minutes")
        .hasSize(2);
  }

  @Test
  void saysNothingOfWhatTheSchedulerObjectsForAMoment() {
    Rig rig = new Rig(Map.of());
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(2);
    rig.cluster.change(
        rig.pod(1), unschedulable("persistentvolumeclaim \"app-exec-1-pvc-0\" not found"));
    rig.loop.advance(Duration.ofSeconds(4));
    rig.cluster.change(rig.pod(1), pod -> pod.getStatus().setConditions(List.of()));
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.backend.news).filteredOn(ExecutorNews.Delayed.class::isInstance).isEmpty();
    rig.cluster.change(rig.pod(2), unschedulable("persistentvolumeclaim \"typo\" not found"));
    rig.loop.advance(Duration.ofSeconds(6));
    assertThat(rig.backend.news)
        .filteredOn(ExecutorNews.Delayed.class::isInstance)
        .as("it has lasted, and no list was needed to notice")
        .hasSize(1);
  }

  @Test
  void tellsOnceOfAnEndWhosePodIsHeldForLong() {
    Rig rig = rig(Map.of(), 1);
    for (int i = 0; i < 1_000; i++) {
      rig.cluster.deleteFaults.add(FakeCluster.failure(500, "", "not now"));
    }
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.settle();
    assertThat(rig.backend.removed).containsKey(1L);
    rig.backend.removed.clear();
    rig.loop.advance(Duration.ofMinutes(10));
    rig.cluster.change(rig.pod(1), pod -> {});
    rig.loop.settle();
    assertThat(rig.backend.removed).isEmpty();
  }

  @Test
  void deletesPodsThatNobodyHasToldOfWhereDeletingManyIsForbidden() {
    Rig rig = rig(Map.of(), 0);
    rig.cluster.watchWorks = false;
    for (int id = 1; id <= 6; id++) {
      rig.cluster.createPod(TestPods.executor(Rig.APP, id, 0));
    }
    rig.cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    rig.deleter.deleteExecutors(List.of(1L, 2L, 3L), Optional.empty());
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(4), rig.pod(5), rig.pod(6));
  }

  @Test
  void asksForADeletionAgainAfterAFailureThatNobodyHasForeseen() {
    Rig rig = rig(Map.of(), 1);
    rig.cluster.deleteFaults.add(new IllegalStateException("closed"));
    rig.cluster.change(rig.pod(1), failed(1));
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.pods).doesNotContainKey(rig.pod(1));
  }
}
