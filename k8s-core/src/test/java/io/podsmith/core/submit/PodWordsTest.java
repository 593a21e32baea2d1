// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWordsTest {
  @Test
  void describesAPodLineByLine() {
    assertThat(PodWords.describe(Pods.terminated("Failed", 3, "Error")))
        .contains("\t pod name: my-driver\n", "\t namespace: jobs\n", "\t phase: Failed\n")
        .contains("\t\t container name: spark-kubernetes-driver\n", "\t\t exit code: 3\n")
        .contains("\t node name: N/A\n");
  }

  @Test
  void doesNotShowTheEnvironmentOrArguments() {
    Pod pod =
        new PodBuilder(Pods.pending())
            .editSpec()
            .addNewContainer()
            .withName(Pods.CONTAINER)
            .withArgs("hunter2")
            .addNewEnv()
            .withName("PASSWORD")
            .withValue("hunter2")
            .endEnv()
            .endContainer()
            .endSpec()
            .build();

    assertThat(PodWords.describe(pod)).doesNotContain("hunter2");
  }

  @Test
  void describesAPodThatNobodyHasReportedOnYet() {
    Pod bare = new PodBuilder(Pods.pending()).withStatus(null).build();

    assertThat(PodWords.describe(bare)).contains("phase: Unknown");
    assertThat(PodWords.remark(bare, Pods.CONTAINER)).isEmpty();
  }

  @Test
  void findsTheContainersThatFailedBesideSpark() {
    Pod pod = Pods.with("Failed", "proxy", Pods.ended(2, "Error"));

    assertThat(PodWords.failedBeside(pod, Pods.CONTAINER)).containsExactly("proxy (exit code 2)");
    assertThat(PodWords.failedBeside(pod, "proxy")).isEmpty();
  }

  @Test
  void describesAllThatIsKnownOfAPod() {
    Pod pod =
        new PodBuilder(Pods.pending())
            .editMetadata()
            .withUid("u-1")
            .withCreationTimestamp("2026-01-01T00:00:00Z")
            .addToLabels("b", "2")
            .addToLabels("a", "1")
            .endMetadata()
            .editSpec()
            .withServiceAccountName("spark")
            .withNodeName("node-7")
            .addNewVolume()
            .withName("scratch")
            .endVolume()
            .addNewVolume()
            .withName("conf")
            .endVolume()
            .endSpec()
            .editStatus()
            .withStartTime("2026-01-01T00:00:01Z")
            .endStatus()
            .build();

    assertThat(PodWords.describe(pod).lines())
        .containsExactly(
            "",
            "\t pod name: my-driver",
            "\t namespace: jobs",
            "\t labels: a -> 1, b -> 2",
            "\t pod uid: u-1",
            "\t creation time: 2026-01-01T00:00:00Z",
            "\t service account name: spark",
            "\t volumes: scratch, conf",
            "\t node name: node-7",
            "\t start time: 2026-01-01T00:00:01Z",
            "\t phase: Pending",
            "\t container status: N/A");
  }

  @Test
  void describesAContainerThatRuns() {
    assertThat(
            containers(
                new ContainerStateBuilder()
                    .withNewRunning()
                    .withStartedAt("2026-01-01T00:00:02Z")
                    .endRunning()
                    .build()))
        .containsExactly(
            "\t container state: running", "\t container started at: 2026-01-01T00:00:02Z");
  }

  @Test
  void describesAContainerThatEnded() {
    assertThat(
            containers(
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withStartedAt("2026-01-01T00:00:02Z")
                    .withFinishedAt("2026-01-01T00:00:03Z")
                    .withExitCode(137)
                    .withReason("OOMKilled")
                    .endTerminated()
                    .build()))
        .containsExactly(
            "\t container state: terminated",
            "\t container started at: 2026-01-01T00:00:02Z",
            "\t container finished at: 2026-01-01T00:00:03Z",
            "\t exit code: 137",
            "\t termination reason: OOMKilled");
  }

  @Test
  void describesAContainerThatWaits() {
    assertThat(
            containers(
                new ContainerStateBuilder()
                    .withNewWaiting()
                    .withReason("ImagePullBackOff")
                    .endWaiting()
                    .build()))
        .containsExactly("\t container state: waiting", "\t pending reason: ImagePullBackOff");
  }

  @Test
  void describesAContainerThatNobodyHasReportedOnYet() {
    assertThat(containers(new ContainerStateBuilder().build()))
        .containsExactly("\t container state: N/A");
    assertThat(containers(null)).containsExactly("\t container state: N/A");
  }

  /** Describes a pod with one container in a state, without the lines that all states share. */
  private static List<String> containers(@Nullable ContainerState state) {
    List<String> lines =
        PodWords.containers(Pods.with("Running", Pods.CONTAINER, state)).lines().toList();
    assertThat(lines)
        .startsWith("", "\t container name: spark-kubernetes-driver", "\t container image: spark");
    return lines.subList(3, lines.size());
  }

  @Test
  void looksPastContainersWithoutAState() {
    Pod pod = Pods.with("Running", Pods.CONTAINER, null);

    assertThat(PodWords.terminated(pod, Pods.CONTAINER)).isEmpty();
    assertThat(PodWords.failedBeside(pod, "other")).isEmpty();
    assertThat(PodWords.remark(pod, Pods.CONTAINER)).isEmpty();
  }

  @Test
  void findsOnlyTheContainersThatFailedBesideSpark() {
    assertThat(
            PodWords.failedBeside(
                Pods.with("Running", "proxy", Pods.ended(0, "Completed")), Pods.CONTAINER))
        .isEmpty();
    assertThat(
            PodWords.failedBeside(
                Pods.with(
                    "Running",
                    "proxy",
                    new ContainerStateBuilder().withNewRunning().endRunning().build()),
                Pods.CONTAINER))
        .isEmpty();
  }

  @Test
  void mentionsWhatAPodWaitsForInTheKubeletsWords() {
    assertThat(PodWords.remark(Pods.waiting("ErrImagePull", "no such image"), Pods.CONTAINER))
        .hasValueSatisfying(
            remark -> assertThat(remark).hasToString("ErrImagePull: no such image"));
    assertThat(PodWords.remark(Pods.waiting("", "no reason"), Pods.CONTAINER)).isEmpty();
    assertThat(PodWords.remark(Pods.waiting(null, "no reason"), Pods.CONTAINER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PodScheduled, False, '', Unscheduled",
    "PodScheduled, False, SchedulingGated, SchedulingGated",
    "PodScheduled, True, '', ''",
    "Ready, False, ContainersNotReady, ''"
  })
  void mentionsThatNoNodeTakesThePod(String type, String status, String reason, String remark) {
    Pod pod =
        new PodBuilder(Pods.pending())
            .editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .withReason(reason)
            .endCondition()
            .endStatus()
            .build();

    assertThat(PodWords.remark(pod, Pods.CONTAINER).map(Object::toString).orElse(""))
        .isEqualTo(remark);
  }

  @ParameterizedTest
  @CsvSource({"DisruptionTarget, False", "Ready, True"})
  void knowsNoDisruptionFromOtherConditions(String type, String status) {
    Pod pod =
        new PodBuilder(Pods.in("Running"))
            .editStatus()
            .addNewCondition()
            .withType(type)
            .withStatus(status)
            .withReason("PreemptionByScheduler")
            .endCondition()
            .endStatus()
            .build();

    assertThat(PodWords.disruption(pod)).isEmpty();
    assertThat(PodWords.disruption(Pods.disrupted(Pods.in("Running"), "DeletionByPodGC")))
        .hasValue("deleted because its node does not exist any more");
  }
}
