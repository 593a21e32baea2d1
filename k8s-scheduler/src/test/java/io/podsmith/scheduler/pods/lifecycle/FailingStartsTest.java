// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.direct.StartHealth;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when executors fail at their start, are stuck there, or fail on one node only. */
final class FailingStartsTest {
  private static final String PATIENT = "spark.executor.maxNumFailures";

  private static Rig rig(Map<String, String> settings, int executors) {
    Rig rig = new Rig(settings).start();
    rig.want(executors);
    return rig;
  }

  private static long asked(Rig rig) {
    return rig.cluster.count("create");
  }

  /** Lets all executors that run fail, as it were at their start. */
  private static void failAll(Rig rig) {
    rig.cluster.pods.values().stream()
        .filter(pod -> pod.getStatus().getPhase().equals("Running"))
        .map(pod -> pod.getMetadata().getName())
        .toList()
        .forEach(name -> rig.cluster.setPhase(name, "Failed"));
    rig.loop.settle();
  }

  private static Consumer<Pod> waiting(String reason) {
    return pod ->
        pod.getStatus()
            .setContainerStatuses(
                List.of(
                    new ContainerStatusBuilder()
                        .withName(Constants.DEFAULT_EXECUTOR_CONTAINER_NAME)
                        .withNewState()
                        .withNewWaiting("no such image", reason)
                        .endState()
                        .build()));
  }

  @Test
  void asksForOneAtATimeWhileAllFailAtTheirStart() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    failAll(rig);
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(asked(rig)).as("one went ahead").isEqualTo(21);
    assertThat(rig.backend.news)
        .filteredOn(ExecutorNews.Delayed.class::isInstance)
        .as("said once")
        .hasSize(1);
    failAll(rig);
    rig.loop.advance(Duration.ofMillis(1_500));
    assertThat(asked(rig)).as("the second pause is longer").isEqualTo(21);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(asked(rig)).isEqualTo(22);
  }

  @Test
  void goesOnAtFullSpeedOnceOneHasRegistered() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    failAll(rig);
    rig.loop.advance(Duration.ofSeconds(2));
    rig.backend.registered.put(21L, rig.loop.now());
    rig.loop.advance(Duration.ofMillis(1_100));
    assertThat(rig.cluster.running()).isEqualTo(20);
  }

  @Test
  void executorsThatRegisteredHaveStartedHoweverSoonTheyFail() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    for (long id = 1; id <= 20; id++) {
      rig.backend.registered.put(id, rig.loop.now());
    }
    failAll(rig);
    assertThat(rig.cluster.running()).as("replaced at once").isEqualTo(20);
  }

  @Test
  void executorsThatHaveRunForLongAreNotOnTrialAgainWhenTheyChange() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    rig.loop.advance(Duration.ofHours(1));
    for (String label : List.of("once", "twice")) {
      for (int id = 1; id <= 20; id++) {
        rig.cluster.change(rig.pod(id), pod -> pod.getMetadata().setLabels(labelled(pod, label)));
      }
      rig.loop.settle();
    }
    failAll(rig);
    assertThat(rig.cluster.running()).as("replaced at once").isEqualTo(20);
  }

  private static Map<String, String> labelled(Pod pod, String label) {
    Map<String, String> labels = new TreeMap<>(pod.getMetadata().getLabels());
    labels.put("touched", label);
    return labels;
  }

  @Test
  void replacesAFewFailuresAmongManyAtOnce() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    for (int id = 1; id <= 5; id++) {
      rig.cluster.setPhase(rig.pod(id), "Failed");
    }
    rig.loop.advance(Duration.ofMillis(500));
    assertThat(rig.cluster.running()).isEqualTo(20);
  }

  @Test
  void endsTheApplicationWhereNoneEverStarts() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 20);
    for (int i = 0; i < 100 && rig.backend.aborts.isEmpty(); i++) {
      failAll(rig);
      rig.loop.advance(Duration.ofSeconds(5));
    }
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining(PodsmithError.APP_EXECUTOR_FAILURES.id())
                    .hasMessageContaining("Executor "));
    assertThat(asked(rig)).as("requests wasted on it").isLessThanOrEqualTo(31);
  }

  @Test
  void goesOnTryingWhereExecutorsHaveWorkedBefore() {
    Rig rig = rig(Map.of(PATIENT, "1000"), 5);
    rig.loop.advance(StartHealth.TRIAL);
    for (int i = 0; i < 200; i++) {
      failAll(rig);
      rig.loop.advance(Duration.ofSeconds(5));
    }
    assertThat(rig.backend.aborts).isEmpty();
  }

  @Test
  void endsAtOnceWhereTheNameOfTheImageCannotBeOne() {
    Rig rig = new Rig(Map.of());
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(1);
    rig.cluster.change(rig.pod(1), waiting("InvalidImageName"));
    rig.loop.settle();
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e -> assertThat(e).hasMessageContaining(PodsmithError.APP_EXECUTORS_CANNOT_START.id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidImageName", "ImagePullBackOff"})
  void endsWhereNoPodOfASetCanStart(String reason) {
    Rig rig = new Rig(Map.of("spark.podsmith.executor.startTimeout", "2min")).start();
    Pod pod = TestPods.executor(Rig.APP, ExecutorSpecFactory.TEMPLATE, 0);
    rig.cluster.runsAtOnce = false;
    rig.cluster.createPod(pod);
    rig.cluster.change(pod.getMetadata().getName(), waiting(reason));
    rig.loop.settle();
    rig.loop.advance(Duration.ofSeconds(121));
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e -> assertThat(e).hasMessageContaining(PodsmithError.APP_EXECUTORS_CANNOT_START.id()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ImagePullBackOff", "CreateContainerConfigError"})
  void endsWithTheReasonWhereNoneCanStartForLong(String reason) {
    Rig rig = new Rig(Map.of("spark.podsmith.executor.startTimeout", "2min"));
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(2);
    rig.cluster.change(rig.pod(1), waiting(reason));
    rig.loop.advance(Duration.ofSeconds(110));
    assertThat(rig.backend.aborts).as("the registry may come back").isEmpty();
    rig.loop.advance(Duration.ofSeconds(20));
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining(reason)
                    .hasMessageContaining("no such image")
                    .hasMessageContaining("spark.kubernetes.executor.container.image"));
  }

  @Test
  void endsAlsoWhereAStuckPodWasDeletedMeanwhile() {
    Rig rig = new Rig(Map.of("spark.podsmith.executor.startTimeout", "2min"));
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(2);
    rig.cluster.change(rig.pod(1), waiting("ImagePullBackOff"));
    rig.cluster.change(rig.pod(2), waiting("ImagePullBackOff"));
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofSeconds(130));
    assertThat(rig.backend.aborts)
        .as("a pod that was deleted before it ran is no sign that executors can start")
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessageContaining("ImagePullBackOff"));
  }

  @Test
  void waitsForAnImageWhereOthersOfTheProfileRun() {
    Rig rig = new Rig(Map.of("spark.podsmith.executor.startTimeout", "2min"));
    rig.cluster.runsAtOnce = false;
    rig.start();
    rig.want(2);
    rig.cluster.setPhase(rig.pod(2), "Running");
    rig.cluster.change(rig.pod(1), waiting("ImagePullBackOff"));
    rig.loop.advance(Duration.ofMinutes(10));
    assertThat(rig.backend.aborts).isEmpty();
  }

  @Test
  void keepsExecutorsOffANodeWhereTheyFail() {
    Rig rig = rig(Map.of(PATIENT, "1000", "spark.podsmith.executor.maxFailuresPerNode", "1"), 10);
    rig.loop.advance(StartHealth.TRIAL);
    for (int id = 1; id <= 2; id++) {
      rig.cluster.change(
          rig.pod(id),
          pod -> {
            pod.getSpec().setNodeName("broken");
            pod.getStatus().setPhase("Failed");
          });
      rig.loop.advance(Duration.ofSeconds(1));
    }
    assertThat(rig.cluster.pods.get(rig.pod(11)).getSpec().getAffinity())
        .as("one failure is allowed")
        .isNull();
    assertThat(keptOff(rig.cluster.pods.get(rig.pod(12)))).containsExactly("broken");
  }

  @Test
  void forgetsFailuresOfANodeAfterAWhile() {
    Rig rig =
        rig(
            Map.of(
                PATIENT,
                "1000",
                "spark.podsmith.executor.maxFailuresPerNode",
                "0",
                "spark.excludeOnFailure.timeout",
                "5min"),
            10);
    rig.loop.advance(StartHealth.TRIAL);
    rig.cluster.change(
        rig.pod(1),
        pod -> {
          pod.getSpec().setNodeName("broken");
          pod.getStatus().setPhase("Failed");
        });
    rig.loop.advance(Duration.ofMinutes(6));
    rig.want(11);
    assertThat(rig.cluster.pods.get(rig.pod(12)).getSpec().getAffinity()).isNull();
  }

  private static List<String> keptOff(Pod pod) {
    List<NodeSelectorTerm> terms =
        pod.getSpec()
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms();
    return terms.get(0).getMatchFields().stream().flatMap(f -> f.getValues().stream()).toList();
  }

  @Test
  void asksForNoMoreThanTheUserAllowsInASecond() {
    Rig rig = rig(Map.of("spark.podsmith.allocation.maxExecutorsPerSecond", "10"), 100);
    rig.loop.advance(Duration.ofSeconds(3));
    assertThat(asked(rig)).isBetween(29L, 33L);
    rig.loop.advance(Duration.ofSeconds(8));
    assertThat(asked(rig)).isEqualTo(100);
  }
}
