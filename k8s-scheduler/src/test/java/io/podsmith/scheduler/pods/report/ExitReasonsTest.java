// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.model.ContainerState;
import io.podsmith.scheduler.pods.model.ExecutorPhase;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodCondition;
import io.podsmith.scheduler.pods.testing.Documents;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitReasonsTest {
  private static final String SPARK = Constants.DEFAULT_EXECUTOR_CONTAINER_NAME;

  private static ExecutorExit exit(
      ExecutorPhase phase,
      boolean deleting,
      String reason,
      String message,
      List<ContainerState> containers,
      List<PodCondition> conditions) {
    OptionalInt code =
        containers.stream()
            .filter(c -> c.name().equals(SPARK))
            .map(ContainerState::exitCode)
            .findFirst()
            .orElse(OptionalInt.empty());
    ExecutorPod pod =
        new ExecutorPod(
            4,
            "pod-4",
            "u",
            1,
            0,
            phase,
            deleting,
            false,
            30,
            "node-1",
            List.of(),
            "1408Mi",
            reason,
            message,
            containers,
            conditions,
            code,
            0,
            java.util.Optional.empty());
    return ExitReasons.of(pod, Documents.RULES, OptionalLong.of(1_400L * 1024 * 1024));
  }

  private static ExecutorExit failedFor(String reason, String message) {
    return exit(ExecutorPhase.FAILED, false, reason, message, List.of(), List.of());
  }

  private static ContainerState ended(int code, String reason) {
    return new ContainerState(SPARK, reason, "", OptionalInt.of(code));
  }

  @Test
  void namesLackOfMemoryWithTheLimitTheUsageAndWhatToRaise() {
    ExecutorExit exit =
        exit(ExecutorPhase.FAILED, false, "", "", List.of(ended(137, "OOMKilled")), List.of());
    assertThat(exit.causedByApp()).isTrue();
    assertThat(exit.exitCode()).isEqualTo(137);
    assertThat(exit.message()).contains("1408Mi", "1400Mi", "spark.executor.memoryOverhead");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Evicted",
        "Preempting",
        "NodeShutdown",
        "Terminated",
        "OutOfcpu",
        "OutOfnvidia.com/gpu",
        "OutOfhugepages-2Mi",
        "TopologyAffinityError"
      })
  void doesNotBlameTheApplicationForWhatTheClusterDid(String reason) {
    assertThat(failedFor(reason, "The node was low on resource: memory.").causedByApp()).isFalse();
  }

  @Test
  void anEvictionForALimitOfItsOwnIsTheApplicationsDoing() {
    ExecutorExit exit =
        failedFor(
            "Evicted",
            "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.");
    assertThat(exit.causedByApp()).isTrue();
    assertThat(exit.message()).contains("exceeding its limits");
  }

  @Test
  void aDisruptionIsTheClustersDoingWhateverTheExitCode() {
    ExecutorExit exit =
        exit(
            ExecutorPhase.FAILED,
            false,
            "",
            "",
            List.of(ended(143, "Error")),
            List.of(new PodCondition("DisruptionTarget", "EvictionByEvictionAPI", "")));
    assertThat(exit.causedByApp()).isFalse();
    assertThat(exit.message()).contains("drained");
  }

  @Test
  void anExecutorThatExitsWhileItsPodIsBeingDeletedIsNotBlamed() {
    ExecutorExit exit =
        exit(ExecutorPhase.FAILED, true, "", "", List.of(ended(143, "Error")), List.of());
    assertThat(exit.causedByApp()).isFalse();
  }

  @Test
  void anyOtherEndIsTheApplications() {
    ExecutorExit exit =
        exit(ExecutorPhase.FAILED, false, "", "", List.of(ended(52, "Error")), List.of());
    assertThat(exit.causedByApp()).isTrue();
    assertThat(exit.message())
        .contains("Executor 4", "52 (the JVM ran out of memory)", "pod-4", "node-1");
  }

  @Test
  void anExecutorWithoutAnExitCodeHasTheUnknownOne() {
    assertThat(failedFor("", "").exitCode()).isEqualTo(ExecutorExit.UNKNOWN_EXIT_CODE);
  }

  @Test
  void anExecutorThatExitsWithoutAnErrorIsNotCharged() {
    ExecutorExit exit =
        exit(ExecutorPhase.SUCCEEDED, false, "", "", List.of(ended(0, "Completed")), List.of());
    assertThat(exit.cause()).isEqualTo(ExitCause.FINISHED);
    assertThat(exit.causedByApp()).isFalse();
    assertThat(exit.exitCode()).isZero();
    assertThat(exit.message()).contains("has finished", "0 (success)");
  }

  @Test
  void anExecutorWhosePodFailsInAnotherContainerIsCharged() {
    ExecutorExit exit =
        exit(ExecutorPhase.FAILED, false, "", "", List.of(ended(0, "Completed")), List.of());
    assertThat(exit.causedByApp()).isTrue();
  }

  @Test
  void anEvictionTellsWhatWasUsed() {
    ExecutorExit exit =
        failedFor(
            "Evicted",
            "The node was low on resource: memory. Container spark-kubernetes-executor was using"
                + " 1500Mi, request is 1408Mi");
    assertThat(exit.message()).contains("was using 1500Mi, request is 1408Mi");
  }
}
