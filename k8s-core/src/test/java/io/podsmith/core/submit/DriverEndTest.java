// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverEndTest {
  @Test
  void saysThatTheContainerFailedWithoutThePhase() {
    DriverEnd end = end(Pods.terminated("Running", 1, "Error"));

    assertThat(end.isSuccess()).isFalse();
    assertThat(end.isOwnFailure()).isTrue();
    assertThat(end.why())
        .isEqualTo(
            "driver pod my-driver in namespace jobs failed: container spark-kubernetes-driver ended"
                + " with exit code 1; see kubectl logs my-driver -c spark-kubernetes-driver -n"
                + " jobs");
  }

  @Test
  void saysThatTheDriverWasDeleted() {
    DriverEnd end = end(Pods.deleted(Pods.terminated("Running", 143, "Error")));

    assertThat(end.isOwnFailure()).isFalse();
    assertThat(end.why())
        .as("the log is about to go with the pod")
        .isEqualTo(
            "driver pod my-driver in namespace jobs was deleted before the application ended;"
                + " container spark-kubernetes-driver ended with exit code 143");
  }

  @Test
  void saysThatAPodThatIsGoneWasDeleted() {
    DriverEnd end = new DriverEnd(Pods.in("Running"), Pods.CONTAINER, true);

    assertThat(end.isSuccess()).isFalse();
    assertThat(end.exitCode()).isEmpty();
    assertThat(end.why())
        .isEqualTo(
            "driver pod my-driver in namespace jobs was deleted before the application ended");
  }

  @ParameterizedTest
  @CsvSource({
    "EvictionByEvictionAPI, 'was evicted, for example because its node is drained'",
    "PreemptionByScheduler, was preempted for a pod of higher priority",
    "DeletionByTaintManager, was deleted because its node has a taint that it does not tolerate",
    "DeletionByPodGC, was deleted because its node does not exist any more",
    "TerminationByKubelet, was ended by its node",
    "SomethingNew, was ended by the cluster (SomethingNew)"
  })
  void saysHowTheClusterEndedTheDriver(String reason, String words) {
    Pod pod = Pods.disrupted(Pods.terminated("Running", 143, "Error"), reason);

    assertThat(end(pod).why())
        .contains("namespace jobs " + words)
        .contains("container spark-kubernetes-driver ended with exit code 143");
    assertThat(end(Pods.deleted(pod)).why()).contains(words).doesNotContain("before the app");
    assertThat(new DriverEnd(pod, Pods.CONTAINER, true).why()).contains(words);
    assertThat(end(pod).isOwnFailure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DeadlineExceeded, was ended because it ran longer than its activeDeadlineSeconds (M)",
    "Evicted, was evicted from its node (M)",
    "NodeLost, was lost with its node (M)",
    "Terminated, was ended because its node shut down (M)",
    "Preempting, was preempted for a pod of higher priority (M)",
    "UnexpectedAdmissionError, was ended by the cluster (UnexpectedAdmissionError: M)"
  })
  void isNoSuccessWhereTheClusterEndedThePod(String reason, String words) {
    DriverEnd end = end(Pods.because(Pods.terminated("Failed", 0, "Completed"), reason, "M"));

    assertThat(end.isSuccess()).as("exit code 0 does not count").isFalse();
    assertThat(end.why()).contains("namespace jobs " + words);
    assertThat(
            new SubmissionResult("x", "Failed", end.exitCode(), java.util.Optional.of(end.why())))
        .extracting(SubmissionResult::processExitCode)
        .isEqualTo(1);
  }

  @Test
  void namesTheLimitOfADriverThatRanOutOfMemory() {
    Pod pod =
        new PodBuilder(Pods.terminated("Failed", 137, "OOMKilled"))
            .editSpec()
            .addNewContainer()
            .withName("sidecar")
            .withNewResources()
            .addToLimits("memory", new Quantity("64Mi"))
            .endResources()
            .endContainer()
            .addNewContainer()
            .withName(Pods.CONTAINER)
            .withNewResources()
            .addToLimits("memory", new Quantity("1408Mi"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();

    assertThat(end(pod).why())
        .contains(
            "was killed for using more memory than its limit (1408Mi), exit code 137, OOMKilled;")
        .contains("raise spark.driver.memoryOverhead or spark.driver.memory");
  }

  @Test
  void saysThatAnInitContainerFailed() {
    assertThat(end(Pods.with("Failed", "fetch", Pods.ended(2, "Error"))).why())
        .contains("failed before Spark started: fetch (exit code 2)");
  }

  @Test
  void succeedsWithSparkWhateverASidecarDid() {
    assertThat(end(Pods.terminated("Failed", 0, "Completed")).isSuccess()).isTrue();
    assertThat(end(Pods.in("Succeeded")).isSuccess()).isTrue();
    assertThat(end(Pods.deleted(Pods.terminated("Running", 0, "Completed"))).isSuccess()).isTrue();
  }

  private static Pod with(String restartPolicy, Pod pod) {
    return new PodBuilder(pod).editSpec().withRestartPolicy(restartPolicy).endSpec().build();
  }

  @Test
  void isKnownOnceThePodOrSparksContainerHasEndedForGood() {
    assertThat(DriverEnd.of(Pods.in("Succeeded"), Pods.CONTAINER)).isPresent();
    assertThat(DriverEnd.of(Pods.in("Failed"), Pods.CONTAINER).orElseThrow().isGone()).isFalse();
    Pod ended = Pods.terminated("Running", 0, "Completed");
    assertThat(DriverEnd.of(with("Never", ended), Pods.CONTAINER)).isPresent();
    assertThat(DriverEnd.of(with("OnFailure", ended), Pods.CONTAINER)).isEmpty();
    assertThat(DriverEnd.of(with("Never", ended), "other")).isEmpty();
    assertThat(DriverEnd.of(Pods.in("Running"), Pods.CONTAINER)).isEmpty();
    assertThat(DriverEnd.of(Pods.pending(), Pods.CONTAINER)).isEmpty();
  }

  private static DriverEnd end(Pod pod) {
    return new DriverEnd(pod, Pods.CONTAINER, false);
  }
}
