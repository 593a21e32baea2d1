// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.podsmith.core.Logged;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a driver has ended, how, and what is logged until then. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DriverWatchResultTest {
  private static final Pod SUCCEEDED = Pods.terminated("Succeeded", 0, "Completed");

  private final ScriptedDriver driver = new ScriptedDriver(Pods.in("Running"));

  @Test
  void sendsNoRequestForADriverThatHasEnded() throws Exception {
    ScriptedDriver ended = new ScriptedDriver(SUCCEEDED);

    SubmissionResult result = ended.await();

    assertThat(result)
        .extracting(SubmissionResult::submissionId, SubmissionResult::phase)
        .containsExactly("jobs:my-driver", "Succeeded");
    assertThat(result.exitCode()).hasValue(0);
    assertThat(ended.requests()).isEmpty();
  }

  @Test
  void addsWhatTheDriverReportedToItsFailure() throws Exception {
    driver.reports("[PODSMITH-STEP-001] step acme.x failed");
    driver.at(3, it -> it.becomes(Pods.terminated("Failed", 3, "Error")));

    SubmissionResult result = driver.await();

    assertThat(result.exitCode()).hasValue(3);
    assertThat(result.failure().orElseThrow())
        .startsWith("driver pod my-driver in namespace jobs failed: container")
        .endsWith("; the driver reported: [PODSMITH-STEP-001] step acme.x failed");
  }

  @Test
  void doesNotReadTheLogOfADriverThatOthersEnded() throws Exception {
    driver.at(3, it -> it.becomes(Pods.because(Pods.in("Failed"), "Evicted", "disk")));

    assertThat(driver.await().failure().orElseThrow()).doesNotContain("the driver reported");

    assertThat(driver.requests()).noneMatch(each -> each.endsWith("log"));
  }

  @Test
  void endsWhenThePodIsDeleted() throws Exception {
    driver.at(3, it -> it.isDeleted(Pods.in("Running")));

    try (Logged logged = new Logged()) {
      assertThat(driver.await().failure().orElseThrow())
          .contains("was deleted before the application ended");

      assertThat(driver.now()).isEqualTo("3s");
      assertThat(logged.text())
          .contains("driver pod my-driver: Running -> deleted", "Container final statuses:")
          .doesNotContain("Running -> Running");
    }
  }

  @Test
  void takesTheLastStateOfADeletedPodAsItsEnd() throws Exception {
    driver.at(3, it -> it.isDeleted(SUCCEEDED));

    assertThat(driver.await().failure()).isEmpty();
  }

  @Test
  void noticesADeletionThatTheWatchMissed() throws Exception {
    driver.at(3, ScriptedDriver::isDeletedSilently);

    assertThat(driver.await().failure()).isPresent();

    assertThat(driver.now()).isEqualTo("30s");
  }

  @Test
  void logsEachStateOnce() throws Exception {
    ScriptedDriver starting = new ScriptedDriver(Pods.pending());
    starting
        .at(1, it -> it.becomes(Pods.unschedulable("0/3 nodes are available")))
        .at(2, it -> it.becomes(Pods.unschedulable("0/4 nodes are available")))
        .at(3, it -> it.becomes(Pods.in("Running")))
        .at(4, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      starting.await();

      assertThat(logged.text().lines().filter(line -> line.contains("driver pod my-driver:")))
          .extracting(line -> line.substring(line.indexOf("driver pod")))
          .containsExactly(
              "driver pod my-driver: Pending",
              "driver pod my-driver: Pending (Unschedulable: 0/3 nodes are available)",
              "driver pod my-driver: Pending (Unschedulable) -> Running",
              "driver pod my-driver: Running -> Succeeded (exit code 0, Completed)");
      assertThat(logged.text())
          .contains("Container final statuses:\n\n\t container name: spark-kubernetes-driver");
    }
  }

  // Spark's container has ended, and the pod has not.

  private static Pod running(Pod state, String restartPolicy, String... containers) {
    return new PodBuilder(state)
        .editSpec()
        .withRestartPolicy(restartPolicy)
        .withContainers(
            List.of(containers).stream()
                .map(name -> new ContainerBuilder().withName(name).build())
                .toList())
        .endSpec()
        .build();
  }

  private static Pod initialized(Pod state, String restartPolicy) {
    return new PodBuilder(state)
        .editSpec()
        .addNewInitContainer()
        .withName("first")
        .withRestartPolicy(restartPolicy)
        .endInitContainer()
        .endSpec()
        .build();
  }

  private static Pod alone() {
    return running(Pods.terminated("Running", 0, "Completed"), "Never", Pods.CONTAINER);
  }

  @Test
  void waitsForTheFinalPhaseOfAPodWithoutSidecars() throws Exception {
    driver.at(3, it -> it.becomes(alone())).at(4, it -> it.becomes(SUCCEEDED));

    assertThat(driver.await().phase()).isEqualTo("Succeeded");

    assertThat(driver.now()).isEqualTo("4s");
  }

  @Test
  void doesNotWaitForTheFinalPhaseLongerThanTwoSeconds() throws Exception {
    driver.at(3, it -> it.becomes(alone())).at(4, it -> it.becomes(alone()));

    SubmissionResult result = driver.await();

    assertThat(driver.now()).isEqualTo("5s");
    assertThat(result.phase()).isEqualTo("Running");
    assertThat(result.failure()).isEmpty();
    assertThat(driver.requests()).containsExactly("0s: watch", "0s: get", "5s: get");
  }

  @Test
  void readsTheFinalPhaseThatTheWatchMissed() throws Exception {
    driver.at(3, it -> it.becomes(alone())).at(4, it -> it.becomesSilently(SUCCEEDED));

    assertThat(driver.await().phase()).isEqualTo("Succeeded");

    assertThat(driver.now()).isEqualTo("5s");
  }

  @Test
  void waitsForTheFinalPhaseWhereThePodIsNotWatched() throws Exception {
    driver.watchesFail(502);
    driver.at(3, it -> it.becomesSilently(alone()));

    assertThat(driver.await().failure()).isEmpty();

    assertThat(driver.requests())
        .containsExactly(
            "0s: watch", "0s: get", "30.5s: watch", "30.5s: get", "33s: watch", "33s: get");
  }

  @Test
  void needsNoAnswerOnceTheContainerHasEnded() throws Exception {
    driver
        .at(3, it -> it.becomes(alone()))
        .at(3.5, it -> it.readsFail(0))
        .at(3.5, it -> it.onWatcher(Watcher::onClose));

    assertThat(driver.await().failure()).isEmpty();

    assertThat(driver.requests())
        .as("closed at 3.5 s, read at 4 s, and ended two seconds after the container")
        .containsExactly("0s: watch", "0s: get", "4s: watch", "4s: get", "5s: watch", "5s: get");
  }

  @Test
  void doesNotWaitForSidecars() throws Exception {
    Pod sidecars =
        running(Pods.terminated("Running", 0, "Completed"), "Never", Pods.CONTAINER, "log-shipper");
    driver.at(3, it -> it.becomes(sidecars));

    assertThat(driver.await().phase()).isEqualTo("Running");

    assertThat(driver.now()).isEqualTo("3s");
  }

  @ParameterizedTest
  @CsvSource({"Always, 3s", ", 5s", "OnFailure, 5s"})
  void doesNotWaitForSidecarsAmongInitContainers(String restartPolicy, String end)
      throws Exception {
    driver.at(3, it -> it.becomes(initialized(alone(), restartPolicy)));

    driver.await();

    assertThat(driver.now()).isEqualTo(end);
  }

  @Test
  void followsAContainerThatIsRestarted() throws Exception {
    Pod restarted =
        running(Pods.terminated("Running", 1, "Error"), "OnFailure", Pods.CONTAINER, "other");
    driver.at(3, it -> it.becomes(restarted)).at(20, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      assertThat(driver.await().failure()).isEmpty();

      assertThat(driver.now()).isEqualTo("20s");
      assertThat(logged.text()).contains("driver pod my-driver: Running (exit code 1)");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 2, true", "0, 0, false", "1, 2, false"})
  void warnsOfSidecarsThatFailedBesideASuccess(int spark, int sidecar, boolean isWarned)
      throws Exception {
    Pod ended =
        new PodBuilder(Pods.terminated(spark == 0 ? "Succeeded" : "Failed", spark, "Completed"))
            .editStatus()
            .addNewContainerStatus()
            .withName("log-shipper")
            .withState(Pods.ended(sidecar, "Error"))
            .endContainerStatus()
            .endStatus()
            .build();
    driver.at(3, it -> it.becomes(ended));

    try (Logged logged = new Logged()) {
      assertThat(driver.await().failure().isEmpty()).isEqualTo(spark == 0);

      assertThat(
              logged
                  .text()
                  .contains(
                      "Spark succeeded, but these sidecars failed: [log-shipper (exit code 2)]"))
          .isEqualTo(isWarned);
    }
  }

  // Reports.

  private static List<String> reports(Logged logged) {
    return logged
        .text()
        .lines()
        .filter(line -> line.contains("Application status"))
        .map(line -> line.substring(line.indexOf("Application status")))
        .toList();
  }

  @Test
  void reportsTheStateInIntervals() throws Exception {
    driver.at(65, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await(Duration.ofSeconds(20));

      assertThat(reports(logged))
          .hasSize(3)
          .containsOnly("Application status for app-1 (phase: Running)");
    }
  }

  @Test
  void reportsInIntervalsWhileWatchesAreCutMoreOften() throws Exception {
    for (int cut = 1; cut < 15; cut++) {
      driver.at(cut * 9, it -> it.onWatcher(Watcher::onClose));
    }
    driver.at(130, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await(Duration.ofSeconds(60));

      assertThat(reports(logged)).hasSize(2);
    }
  }

  @Test
  void explainsInReportsWhyADriverDoesNotStart() throws Exception {
    ScriptedDriver starting = new ScriptedDriver(Pods.waiting("ContainerCreating", ""));
    starting.hasWarning("FailedMount", "secret \"x\" not found");
    starting.at(55, it -> it.becomes(Pods.in("Running"))).at(65, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      starting.await(Duration.ofSeconds(50));

      assertThat(reports(logged))
          .containsExactly(
              "Application status for app-1 (phase: Pending, waiting: ContainerCreating for 50 s;"
                  + " FailedMount: secret \"x\" not found)");
      assertThat(starting.requests())
          .as("events are listed every 20 s while the pod is pending")
          .containsExactly(
              "0s: watch",
              "0s: get",
              "20s: list events",
              "30s: get",
              "40s: list events",
              "1m: get");
    }
  }
}
