// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodRules;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.model.PodCondition;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodDocumentTest {
  private static final String SPARK = Constants.DEFAULT_EXECUTOR_CONTAINER_NAME;

  private static Pod pod(String phase, ContainerStatus... containers) {
    Pod pod = TestPods.executor("app", 7, 3);
    pod.getMetadata().setUid("u");
    pod.getMetadata().setResourceVersion("42");
    pod.setStatus(
        new PodStatusBuilder().withPhase(phase).withContainerStatuses(containers).build());
    return pod;
  }

  private static ContainerStatus terminated(String name, int exitCode) {
    return new ContainerStatusBuilder()
        .withName(name)
        .withNewState()
        .withNewTerminated()
        .withExitCode(exitCode)
        .withReason(exitCode == 0 ? "Completed" : "Error")
        .endTerminated()
        .endState()
        .build();
  }

  private static ExecutorPod read(Pod pod) {
    return Documents.executor(pod).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, PENDING",
    "Running, RUNNING",
    "Succeeded, SUCCEEDED",
    "Failed, FAILED",
    "Terminating, TERMINATING",
    "Strange, UNKNOWN"
  })
  void readsThePhase(String phase, ExecutorPhase expected) {
    assertThat(read(pod(phase)).phase()).isEqualTo(expected);
  }

  @Test
  void readsIdentityAndProfile() {
    ExecutorPod read = read(pod("Running"));
    assertThat(read.id()).isEqualTo(7);
    assertThat(read.profileId()).isEqualTo(3);
    assertThat(read.name()).isEqualTo("app-exec-7");
    assertThat(read.uid()).isEqualTo("u");
    assertThat(read.version()).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "seven", "-1"})
  void takesNoNoticeOfPodsWithoutAnExecutorId(String id) {
    Pod pod = pod("Running");
    pod.getMetadata().getLabels().put(Constants.SPARK_EXECUTOR_ID_LABEL, id);
    assertThat(Documents.executor(pod)).isEmpty();
  }

  @Test
  void readsAPodWithoutLabelsOrStatus() {
    assertThat(Documents.read("{}").toExecutorPod(Documents.RULES)).isEmpty();
    Pod pod = pod("Running");
    pod.setStatus(null);
    assertThat(read(pod).phase()).isEqualTo(ExecutorPhase.PENDING);
  }

  @Test
  void readsNullsAndFieldsOfOtherKindsThanExpected() {
    PodDocument odd =
        Documents.read(
            "{\"metadata\":null,\"spec\":[1,{\"a\":2}],\"status\":{\"phase\":null,"
                + "\"containerStatuses\":[null,{\"state\":null},{\"name\":\"x\",\"state\":{}}],"
                + "\"conditions\":{}}}");
    assertThat(odd.name()).isEmpty();
    assertThat(odd.toExecutorPod(Documents.RULES)).isEmpty();
  }

  @Test
  void namesTheGatesThatHoldAPodBack() {
    Pod pod =
        new PodBuilder(pod("Pending"))
            .editSpec()
            .addNewSchedulingGate("queue.example/admission")
            .addNewSchedulingGate("disk.example/ready")
            .endSpec()
            .editStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("SchedulingGated")
            .withMessage("Scheduling is blocked due to non-empty scheduling gates")
            .endCondition()
            .endStatus()
            .build();
    assertThat(read(pod).condition(PodCondition.SCHEDULED).orElseThrow().message())
        .isEqualTo(
            "Scheduling is blocked due to non-empty scheduling gates: queue.example/admission,"
                + " disk.example/ready");
  }

  @Test
  void anySidecarThatFailsMakesTheExecutorFail() {
    assertThat(read(pod("Running", terminated("sidecar", 1))).phase())
        .isEqualTo(ExecutorPhase.FAILED);
  }

  @Test
  void aSidecarIsOfNoConcernWhereOnlySparkCounts() {
    PodRules sparkOnly = new PodRules(SPARK, false);
    Pod pod = pod("Running", terminated("sidecar", 1));
    assertThat(Documents.read(pod).toExecutorPod(sparkOnly).orElseThrow().phase())
        .isEqualTo(ExecutorPhase.RUNNING);
  }

  @Test
  void aSidecarThatIsRestartedIsOfNoConcern() {
    Pod pod = pod("Running", terminated("sidecar", 1));
    pod.getSpec().setRestartPolicy("Always");
    assertThat(read(pod).phase()).isEqualTo(ExecutorPhase.RUNNING);
  }

  @ParameterizedTest
  @CsvSource({"0, SUCCEEDED", "1, FAILED", "143, FAILED"})
  void theEndOfSparksContainerIsTheEndOfTheExecutor(int exitCode, ExecutorPhase expected) {
    ExecutorPod read = read(pod("Running", terminated(SPARK, exitCode)));
    assertThat(read.phase()).isEqualTo(expected);
    assertThat(read.exitCode()).hasValue(exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, DELETED",
    "Failed, DELETED",
    "Running, RUNNING",
    "Terminating, TERMINATING"
  })
  void aPodThatIsToGoIsDeletedUnlessItRuns(String phase, ExecutorPhase expected) {
    Pod pod = pod(phase);
    pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    assertThat(read(pod).phase()).isEqualTo(expected);
    assertThat(read(pod).deleting()).isTrue();
  }

  @Test
  void readsWhyAPodIsWhereItIs() {
    Pod pod =
        new PodBuilder(pod("Failed"))
            .editStatus()
            .withReason("Evicted")
            .withMessage("The node was low on resource: memory.")
            .addNewCondition()
            .withType("DisruptionTarget")
            .withStatus("True")
            .withReason("TerminationByKubelet")
            .endCondition()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/3 nodes are available")
            .endCondition()
            .addNewCondition()
            .withType("Ready")
            .withStatus("False")
            .endCondition()
            .endStatus()
            .build();
    ExecutorPod read = read(pod);
    assertThat(read.reason()).isEqualTo("Evicted");
    assertThat(read.message()).startsWith("The node was low");
    assertThat(read.conditions())
        .containsExactly(
            new PodCondition("DisruptionTarget", "TerminationByKubelet", ""),
            new PodCondition("PodScheduled", "Unschedulable", "0/3 nodes are available"));
  }

  @Test
  void readsWaitingReasonsClaimsLimitsAndNode() {
    ContainerStatus waiting =
        new ContainerStatusBuilder()
            .withName(SPARK)
            .withNewState()
            .withNewWaiting()
            .withReason("ImagePullBackOff")
            .withMessage("no such image")
            .endWaiting()
            .endState()
            .build();
    Pod pod =
        new PodBuilder(pod("Pending", waiting))
            .editSpec()
            .withNodeName("node-1")
            .addNewVolume()
            .withName("v")
            .withNewPersistentVolumeClaim("claim-1", false)
            .endVolume()
            .addNewVolume()
            .withName("e")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .editFirstContainer()
            .withNewResources()
            .withLimits(Map.of("memory", new Quantity("1408Mi"), "cpu", new Quantity("1")))
            .withRequests(Map.of("memory", new Quantity("1Gi")))
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    ExecutorPod read = read(pod);
    assertThat(read.node()).isEqualTo("node-1");
    assertThat(read.claims()).isEqualTo(List.of("claim-1"));
    assertThat(read.memoryLimit()).isEqualTo("1408Mi");
    assertThat(read.containers())
        .singleElement()
        .satisfies(c -> assertThat(c.reason()).isEqualTo("ImagePullBackOff"));
  }

  @Test
  void readsAPodWhoseExecutorHasNoIdYet() {
    Pod pod = TestPods.executor("app", ExecutorSpecFactory.TEMPLATE, 3);
    ExecutorPod read = Documents.executor(pod).orElseThrow();
    assertThat(read.hasId()).isFalse();
    assertThat(read.profileId()).isEqualTo(3);
    assertThat(read.title()).isEqualTo("An executor without an id yet");
  }

  @Test
  void readsHowTheContainerEndedBeforeItWasStartedAgain() {
    PodDocument document =
        Documents.read(
            """
            {"metadata":{"name":"p","uid":"u","labels":{"spark-exec-id":"7"}},
             "status":{"phase":"Running","containerStatuses":[
               {"name":"spark-kubernetes-executor","restartCount":2,
                "state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},
                "lastState":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}}
            """);
    ExecutorPod read = document.toExecutorPod(Documents.RULES).orElseThrow();
    assertThat(read.phase()).isEqualTo(ExecutorPhase.RUNNING);
    assertThat(read.restarts()).isEqualTo(2);
    assertThat(read.lastEnd().orElseThrow().exitCode().getAsInt()).isEqualTo(137);
    assertThat(read.lastEnd().orElseThrow().reason()).isEqualTo("OOMKilled");
  }
}
