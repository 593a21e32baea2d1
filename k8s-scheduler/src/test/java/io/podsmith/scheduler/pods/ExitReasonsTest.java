package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.Constants;
import java.util.List;
import java.util.OptionalInt;
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
            0,
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
    return ExitReasons.of(pod, Documents.RULES);
  }

  private static ExecutorExit failedFor(String reason, String message) {
    return exit(ExecutorPhase.FAILED, false, reason, message, List.of(), List.of());
  }

  private static ContainerState ended(int code, String reason) {
    return new ContainerState(SPARK, reason, "", OptionalInt.of(code));
  }

  @Test
  void namesLackOfMemoryWithTheLimitAndWhatToRaise() {
    ExecutorExit exit =
        exit(ExecutorPhase.FAILED, false, "", "", List.of(ended(137, "OOMKilled")), List.of());
    assertThat(exit.causedByApp()).isTrue();
    assertThat(exit.exitCode()).isEqualTo(137);
    assertThat(exit.message()).contains("1408Mi", "spark.executor.memoryOverhead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Evicted", "Preempting", "NodeShutdown", "Terminated", "OutOfcpu"})
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
    assertThat(exit.message()).contains("using more than it may");
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
}
