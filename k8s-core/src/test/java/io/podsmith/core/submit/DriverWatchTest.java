// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.Watcher.Action;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.api.error.ClusterException;
import io.podsmith.core.Logged;
import io.podsmith.core.client.MonotonicTime;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.submit.StubApiServer.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a driver is followed: what is requested and when. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DriverWatchTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Pod RUNNING = Pods.in("Running");
  private static final Pod SUCCEEDED = Pods.terminated("Succeeded", 0, "Completed");

  private final ScriptedDriver driver = new ScriptedDriver(RUNNING);

  @Test
  void hearsFromTheWatchAtOnce() throws Exception {
    driver.at(3, it -> it.becomes(SUCCEEDED));

    assertThat(driver.await().phase()).isEqualTo("Succeeded");

    assertThat(driver.now()).isEqualTo("3s");
    assertThat(driver.requests()).containsExactly("0s: watch", "0s: get");
    assertThat(driver.isWatched()).as("whether the watch is still open").isFalse();
  }

  @Test
  void readsThePodWhileTheWatchIsSilent() throws Exception {
    driver.at(10, it -> it.becomesSilently(SUCCEEDED));

    assertThat(driver.await().phase()).isEqualTo("Succeeded");

    assertThat(driver.requests()).containsExactly("0s: watch", "0s: get", "30s: get");
  }

  @Test
  void reopensAWatchThatMissedAChange() throws Exception {
    driver.at(10, it -> it.becomesSilently(RUNNING)).at(40, it -> it.becomes(SUCCEEDED));

    driver.await();

    assertThat(driver.now()).isEqualTo("40s");
    assertThat(driver.requests())
        .containsExactly("0s: watch", "0s: get", "30s: get", "30.5s: watch", "30.5s: get");
  }

  @Test
  void keepsAWatchThatDeliversWhatHappens() throws Exception {
    driver
        .at(10, it -> it.becomes(RUNNING))
        .duringRead(it -> {})
        .duringRead(it -> it.becomes(RUNNING)) // the event arrives while the pod is read
        .at(95, it -> it.becomes(SUCCEEDED));

    driver.await();

    assertThat(driver.now()).isEqualTo("1m35s");
    assertThat(driver.requests())
        .containsExactly("0s: watch", "0s: get", "30s: get", "1m: get", "1m30s: get");
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        end("closed", Watcher::onClose),
        end("failed", watcher -> watcher.onClose(new WatcherException("too old"))),
        end("error", watcher -> watcher.eventReceived(Action.ERROR, RUNNING)));
  }

  private static Arguments end(String name, Consumer<Watcher<Pod>> action) {
    return Arguments.of(name, action);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void opensAWatchAgainThatEnded(String name, Consumer<Watcher<Pod>> end) throws Exception {
    driver.at(5, it -> it.onWatcher(end)).at(5.2, it -> it.becomesSilently(SUCCEEDED));

    driver.await();

    assertThat(driver.requests())
        .containsExactly("0s: watch", "0s: get", "5.5s: watch", "5.5s: get");
  }

  @Test
  void ignoresBookmarks() throws Exception {
    driver.at(5, it -> it.send(Action.BOOKMARK, SUCCEEDED)).at(6, it -> it.becomes(SUCCEEDED));

    driver.await();

    assertThat(driver.now()).isEqualTo("6s");
    assertThat(driver.requests()).hasSize(2);
  }

  @Test
  void retriesReadsWithBackOff() throws Exception {
    driver
        .at(10, it -> it.readsFail(500))
        .at(10, it -> it.onWatcher(Watcher::onClose))
        .at(100, it -> it.readsFail(200))
        .at(105, it -> it.readsFail(0))
        .at(105, it -> it.onWatcher(Watcher::onClose))
        .at(106, it -> it.readsFail(200))
        .at(110, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await();

      assertThat(driver.now()).isEqualTo("1m50s");
      assertThat(driver.pauses().stream().map(Duration::toMillis))
          .as("pauses in ms: a fresh start after each success")
          .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 500L, 1000L);
      assertThat(logged.text())
          .containsOnlyOnce(
              "Cannot read the driver pod, retrying with back-off: [PODSMITH-CLUSTER-005] cannot get"
                  + " pod my-driver in namespace jobs: the API server responded 500")
          .containsOnlyOnce("retrying with back-off: [PODSMITH-CLUSTER-001]")
          .contains("The API server responds again");
      assertThat(logged.text().split("responds again")).as("twice").hasSize(3);
    }
  }

  @Test
  void retriesForAsLongAsItTakes() throws Exception {
    driver
        .at(10, it -> it.readsFail(503))
        .at(10, it -> it.watchesFail(503))
        .at(10, it -> it.onWatcher(Watcher::onClose))
        .at(7200, it -> it.readsFail(200))
        .at(7200, it -> it.watchesFail(200))
        .at(7300, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      assertThat(driver.await().failure()).isEmpty();

      assertThat(driver.pauses()).hasSizeGreaterThan(200).endsWith(Duration.ofSeconds(30));
      assertThat(logged.text()).doesNotContain("Cannot watch").contains("Cannot read the driver");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void failsIfReadsAreRejectedFiveTimesInARow(int status) {
    driver.readsFail(status);

    assertThatThrownBy(driver::await)
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith(
            "[PODSMITH-CLUSTER-002] cannot get pod my-driver in namespace jobs: ")
        .hasMessageEndingWith("The driver was created and keeps running");

    assertThat(driver.requests().stream().filter(each -> each.endsWith("get")))
        .containsExactly("0s: get", "1s: get", "3s: get", "7s: get", "15s: get");
  }

  @Test
  void countsOnlyRejectionsInARow() throws Exception {
    driver.readsFail(403);
    driver
        .at(8, it -> it.readsFail(500)) // the fifth read, at 15 s
        .at(16, it -> it.readsFail(403)) // four reads, from 31 s
        .at(122, it -> it.readsFail(200)) // the next one, at 151 s
        .at(155, it -> it.readsFail(403))
        .at(155, it -> it.onWatcher(Watcher::onClose)) // three reads, from 155.5 s
        .at(160, it -> it.readsFail(200))
        .at(170, it -> it.becomes(SUCCEEDED));

    assertThat(driver.await().failure()).isEmpty();
  }

  @Test
  void readsThePodWhereItMayNotBeWatched() throws Exception {
    driver.watchesFail(403);
    driver.at(10, it -> it.becomes(RUNNING)).at(40, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await();

      assertThat(driver.requests()).containsExactly("0s: watch", "0s: get", "30s: get", "1m: get");
      assertThat(logged.text())
          .containsOnlyOnce(
              "Not allowed to watch pods in namespace jobs, so the driver pod is read every 30 s"
                  + " instead; check with: kubectl auth can-i watch pods -n jobs");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 400, 404, 502})
  void readsThePodWhileWatchesFail(int status) throws Exception {
    driver.watchesFail(status);
    driver.at(40, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await();

      assertThat(driver.requests())
          .containsExactly(
              "0s: watch", "0s: get", "30.5s: watch", "30.5s: get", "1m1s: watch", "1m1s: get");
      assertThat(logged.text())
          .containsOnlyOnce("Cannot watch the driver pod")
          .contains(
              "so it is read every 30 s until a watch can be opened: [PODSMITH-CLUSTER-",
              "cannot watch pod my-driver in namespace jobs")
          .doesNotContain("Cannot read");
    }
  }

  @Test
  void watchesThePodAsSoonAsThatSucceedsAgain() throws Exception {
    driver.watchesFail(502);
    driver
        .at(20, it -> it.watchesFail(200))
        .at(40, it -> it.watchesFail(502))
        .at(40, it -> it.onWatcher(Watcher::onClose))
        .at(60, it -> it.watchesFail(200))
        .at(75, it -> it.becomes(SUCCEEDED));

    try (Logged logged = new Logged()) {
      driver.await();

      assertThat(driver.now()).isEqualTo("1m15s");
      assertThat(logged.text().split("Cannot watch the driver pod"))
          .as("logged again after a success")
          .hasSize(3);
    }
  }

  @Test
  void isNotMisledByACacheThatIsBehind() throws Exception {
    Pod old = new PodBuilder(driver.stored(Pods.in("Failed"))).build();
    old.getMetadata().setResourceVersion("7");
    driver.at(1, it -> it.send(Action.ADDED, old)).at(2, it -> it.becomes(SUCCEEDED));

    assertThat(driver.await().failure()).isEmpty();

    assertThat(driver.now()).isEqualTo("2s");
  }

  @Test
  void takesVersionsThatAreNoNumbersAsNew() throws Exception {
    Pod odd = driver.stored(SUCCEEDED);
    odd.getMetadata().setResourceVersion("x");
    driver.at(1, it -> it.send(Action.MODIFIED, odd));

    assertThat(driver.await().failure()).isEmpty();

    assertThat(driver.now()).isEqualTo("1s");
  }

  @Test
  void noticesThatAnotherPodHasTheName() throws Exception {
    Pod other = driver.stored(SUCCEEDED);
    other.getMetadata().setUid("u-2");
    driver.at(1, it -> it.isReplacedBy(other));

    SubmissionResult result = driver.await();

    assertThat(driver.now()).as("the next read decides").isEqualTo("30s");
    assertThat(result.failure().orElseThrow())
        .isEqualTo(
            "driver pod my-driver in namespace jobs was deleted before the application ended");
  }

  @Test
  void saysThatTheDriverKeepsRunningWhenItIsInterrupted() {
    driver.at(12, it -> Thread.currentThread().interrupt());

    assertInterrupted();

    assertThat(driver.now()).isEqualTo("30s");
  }

  @Test
  void isInterruptedDuringARequest() {
    driver.duringRead(it -> Thread.currentThread().interrupt());
    driver.readsFail(0);

    try (Logged logged = new Logged()) {
      assertInterrupted();

      assertThat(logged.text()).doesNotContain("Cannot read");
    }
  }

  private void assertInterrupted() {
    assertThatThrownBy(driver::await)
        .isInstanceOf(InterruptedException.class)
        .hasMessage(
            "interrupted while waiting for the end of the driver pod my-driver in namespace jobs,"
                + " which keeps running")
        .hasCauseInstanceOf(InterruptedException.class);
  }

  // With a client and a server.

  private static Pod in(String phase) {
    return new PodBuilder(Pods.in(phase))
        .editMetadata()
        .withUid("u-1")
        .withResourceVersion(phase.equals("Running") ? "1" : "2")
        .endMetadata()
        .build();
  }

  private static Answer pod(String phase) {
    return new Answer(200, Serialization.asJson(in(phase)));
  }

  private static SubmissionResult await(KubernetesClient client) throws InterruptedException {
    DriverLog log = new DriverLog(client, SparkSettings.of(Map.of(), Map.of()));
    return new DriverWatch(
            new ClientDriverRequests(client, in("Running"), Pods.CONTAINER, log),
            in("Running"),
            Pods.CONTAINER,
            "app",
            Duration.ofMinutes(1),
            new DriverWatch.Pace(SHORT, SHORT, SHORT, Duration.ofMillis(300), MonotonicTime.SYSTEM))
        .await();
  }

  @Test
  void readsThePodWhereRequestsToWatchAreNotAnswered() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (Logged logged = new Logged();
        StubApiServer server =
            new StubApiServer(
                request -> {
                  if (request.contains("watch=true")) {
                    return Answer.NONE;
                  }
                  return pod(reads.incrementAndGet() < 3 ? "Running" : "Succeeded");
                });
        KubernetesClient client = server.client()) {
      assertThat(await(client).failure()).isEmpty();
      assertThat(server.requests().stream().filter(r -> r.contains("watch=true")))
          .as("requests to watch")
          .hasSize(1);
      assertThat(logged.text())
          .contains("has not answered the request to watch the driver pod within 0 s");
    }
  }

  @Test
  void followsThePodWhereAProxyDropsTheUpgradeHeader() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    try (StubApiServer server =
            new StubApiServer(
                request ->
                    request.contains("watch=true")
                        ? new Answer(200, "")
                        : pod(reads.incrementAndGet() < 3 ? "Running" : "Succeeded"));
        KubernetesClient client = server.client()) {
      assertThat(await(client).failure()).isEmpty();
    }
  }
}
