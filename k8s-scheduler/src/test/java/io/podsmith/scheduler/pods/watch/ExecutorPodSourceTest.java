// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExecutorPodSourceTest {
  private static final ApiFailure CUT = FakeCluster.failure(0, "", "connection reset");
  private static final ApiFailure GONE = FakeCluster.failure(410, "Expired", "too old");

  private static Rig rig(String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark.kubernetes.executor." + settings[i], settings[i + 1]);
    }
    return new Rig(conf);
  }

  private static void add(Rig rig, long id) {
    rig.cluster.createPod(TestPods.executor(Rig.APP, id, 0));
  }

  @Test
  void opensAWatchThatTellsAllFirst() {
    Rig rig = rig();
    add(rig, 1);
    rig.cluster.requests.clear();
    rig.start();
    assertThat(rig.cluster.requests).containsExactly("watch ");
    assertThat(rig.store.find(1)).as("was there before").isPresent();
    add(rig, 2);
    rig.loop.settle();
    assertThat(rig.store.find(2)).as("came later").isPresent();
  }

  @Test
  void listsWhereTheServerRefusesToTellAllFirst() {
    Rig rig = rig();
    rig.cluster.watchFaults.add(
        FakeCluster.failure(422, "Invalid", "sendInitialEvents: Forbidden"));
    rig.start();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.requests).containsExactly("watch ", "list ", "watch 100");
    rig.cluster.listener.onClosed(Optional.of(GONE));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.requests).as("is not asked again").endsWith("list ", "watch 100");
  }

  @Test
  void listsWhereTheServerDoesNotSayThatItHasToldAll() {
    Rig rig = rig();
    rig.cluster.beginsWatches = false;
    rig.start();
    add(rig, 1);
    rig.loop.advance(Duration.ofSeconds(15));
    assertThat(rig.cluster.requests).contains("watch ", "close watch", "list ", "watch 101");
    assertThat(rig.store.find(1)).isPresent();
  }

  @Test
  void doesNotFloodAServerThatEndsEveryWatchAndNumbersNoList() {
    Rig rig = rig("enableApiPolling", "false");
    rig.cluster.beginsWatches = false;
    rig.cluster.numbersLists = false;
    rig.start();
    for (int i = 0; i < 100; i++) {
      rig.cluster.listener.onClosed(Optional.empty());
      rig.loop.advance(Duration.ofMillis(100));
    }
    assertThat(rig.cluster.requests).contains("watch 0");
    assertThat(rig.cluster.requests).as("requests in ten seconds").hasSizeLessThan(30);
  }

  @Test
  void listsWhereTheServerEndsAWatchBeforeItHasToldAll() {
    Rig rig = rig();
    rig.cluster.beginsWatches = false;
    rig.start();
    rig.cluster.listener.onClosed(Optional.empty());
    rig.loop.advance(Duration.ofMillis(100));
    assertThat(rig.cluster.requests).contains("list ", "watch 100");
  }

  @Test
  void beginsAnewWhereAWatchWasCutBeforeItHadToldAll() {
    Rig rig = rig();
    rig.cluster.beginsWatches = false;
    rig.start();
    add(rig, 1);
    rig.cluster.beginsWatches = true;
    rig.cluster.listener.onClosed(Optional.of(CUT));
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.count("watch ")).isEqualTo(2);
    assertThat(rig.cluster.count("list")).isZero();
    assertThat(rig.store.find(1)).isPresent();
  }

  @Test
  void watchesOnlyOnceAllWereAskedFor() {
    Rig rig = rig();
    rig.allocator.setTargets(Map.of(0, 100));
    rig.source.start();
    int rounds = 0;
    while (rig.cluster.count("create") < 100) {
      rig.loop.roundTrip(Duration.ofMillis(200));
      assertThat(++rounds).isLessThan(50);
      assertThat(rig.cluster.watches).as("watches while executors are asked for").isZero();
    }
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.watches).isEqualTo(1);
    assertThat(rig.store.all()).hasSize(100);
  }

  @Test
  void watchesAfterAWhileHoweverLongExecutorsAreAskedFor() {
    Rig rig = rig();
    rig.allocator.setTargets(Map.of(0, 10_000));
    rig.source.start();
    long begin = rig.loop.now();
    while (rig.cluster.watches == 0) {
      rig.loop.roundTrip(Duration.ofMillis(500));
      assertThat(rig.loop.now() - begin).isLessThan(11_000);
    }
    assertThat(rig.cluster.count("create")).isLessThan(10_000);
  }

  @Test
  void watchesAtOnceWhereSomebodyNeedsToKnow() {
    Rig rig = rig();
    rig.allocator.setTargets(Map.of(0, 10_000));
    rig.source.start();
    rig.loop.roundTrip(Duration.ofMillis(200));
    assertThat(rig.store.all()).isEmpty();
    List<Integer> known = new ArrayList<>();
    rig.source.whenKnown(() -> known.add(rig.store.all().size()));
    rig.loop.runLoop();
    assertThat(rig.cluster.watches).isEqualTo(1);
    assertThat(known).singleElement().asInstanceOf(INTEGER).isPositive();
    rig.loop.roundTrip(Duration.ofSeconds(20));
    assertThat(rig.cluster.watches).as("and no other").isEqualTo(1);
  }

  @Test
  void waitsForAListWithWhatHasToBeKnown() {
    Rig rig = rig("enableApiWatcher", "false");
    add(rig, 1);
    List<Boolean> known = new ArrayList<>();
    rig.source.start();
    rig.source.whenKnown(() -> known.add(rig.store.find(1).isPresent()));
    rig.source.whenKnown(
        () -> {
          throw new IllegalStateException("a bug");
        });
    assertThat(known).isEmpty();
    assertThatThrownBy(rig.loop::settle).hasMessage("a bug");
    rig.source.whenKnown(() -> known.add(true));
    assertThat(known).containsExactly(true, true);
  }

  @Test
  void hearsWhatGoesAfterItsEnd() {
    Rig rig = rig().start();
    add(rig, 1);
    add(rig, 2);
    rig.loop.settle();
    rig.source.stop();
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.source.notObservedGone(Set.of(1L))).hasValue(0);
    assertThat(rig.source.notObservedGone(Set.of(1L, 2L))).hasValue(1);
    assertThat(rig.store.find(1)).as("nobody is told any more").isPresent();
    rig.source.close();
    assertThat(rig.source.notObservedGone(Set.of(1L))).as("does not listen").isEmpty();
  }

  @Test
  void hearsNothingOnceTheWatchHasEnded() {
    Rig rig = rig().start();
    rig.source.stop();
    rig.cluster.listener.onClosed(Optional.of(CUT));
    rig.loop.advance(Duration.ofSeconds(20));
    assertThat(rig.source.notObservedGone(Set.of())).isEmpty();
    assertThat(rig.cluster.watches).as("is not opened again").isEqualTo(1);
  }

  @Test
  void resumesAWatchThatWasCutWhereItEnded() {
    Rig rig = rig().start();
    add(rig, 1);
    rig.loop.settle();
    rig.cluster.listener.onClosed(Optional.of(CUT));
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.watchedFrom).isEqualTo("101");
    assertThat(rig.cluster.count("list")).as("lists").isZero();
  }

  @Test
  void resumesAWatchThatHasRunItsTime() {
    Rig rig = rig().start();
    rig.loop.advance(Duration.ofSeconds(20));
    rig.cluster.listener.onClosed(Optional.empty());
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.watches).isEqualTo(2);
  }

  @Test
  void doesNotComeBackAtOnceToAServerThatEndsOneWatchAfterTheOther() {
    Rig rig = rig("enableApiPolling", "false").start();
    for (int id = 1; id <= 100; id++) {
      add(rig, id);
      rig.loop.settle();
      rig.cluster.listener.onClosed(Optional.empty());
      rig.loop.advance(Duration.ofMillis(100));
    }
    assertThat(rig.cluster.watches).as("watches in ten seconds").isBetween(6, 12);
    rig.loop.advance(Duration.ofSeconds(10));
    rig.cluster.listener.onClosed(Optional.empty());
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.watches).as("one that lasted is opened at once").isBetween(7, 13);
  }

  @Test
  void resumesFromABookmark() {
    Rig rig = rig().start();
    rig.cluster.listener.onChanges(List.of(), "555");
    rig.cluster.listener.onClosed(Optional.of(CUT));
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.watchedFrom).isEqualTo("555");
  }

  @Test
  void beginsAnewWhereTheServerHasForgottenTheVersion() {
    Rig rig = rig().start();
    rig.cluster.watchWorks = false;
    add(rig, 1);
    rig.cluster.listener.onClosed(Optional.of(GONE));
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.store.find(1)).as("told of by the new watch").isPresent();
    assertThat(rig.cluster.requests).endsWith("watch ");
  }

  @Test
  void pausesLongerAndLongerWhileTheServerIsAway() {
    Rig rig = rig("enableApiPolling", "false").start();
    for (int i = 0; i < 600; i++) {
      rig.cluster.listener.onClosed(Optional.of(CUT));
      rig.loop.advance(Duration.ofMillis(100));
    }
    assertThat(rig.cluster.watches).as("tries in a minute").isBetween(8, 13);
  }

  @Test
  void opensASilentWatchAgain() {
    Rig rig = rig("enableApiPolling", "false").start();
    rig.loop.advance(Duration.ofSeconds(140));
    assertThat(rig.cluster.watches).isEqualTo(1);
    rig.loop.advance(Duration.ofSeconds(100));
    assertThat(rig.cluster.watches).isEqualTo(2);
    assertThat(rig.cluster.requests).contains("close watch");
  }

  @Test
  void aWatchThatWasGivenUpIsNotListenedTo() {
    Rig rig = rig("enableApiPolling", "false").start();
    ClusterApi.WatchListener old = rig.cluster.listener;
    rig.loop.advance(Duration.ofSeconds(240));
    old.onClosed(Optional.of(CUT));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.watches).isEqualTo(2);
  }

  @Test
  void pollsBesideTheWatch() {
    Rig rig = rig("apiPollingInterval", "30s").start();
    rig.cluster.watchWorks = false;
    add(rig, 1);
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.store.find(1)).isPresent();
    assertThat(rig.cluster.count("list ")).isEqualTo(1);
  }

  @Test
  void doesNotPollWhileTheFirstWatchIsDelayed() {
    Rig rig = rig("apiPollingInterval", "1s");
    rig.allocator.setTargets(Map.of(0, 1_000));
    rig.source.start();
    rig.loop.roundTrip(Duration.ofSeconds(2));
    assertThat(rig.cluster.count("list ")).isZero();
    rig.loop.advance(Duration.ofSeconds(20));
    assertThat(rig.cluster.watches).isEqualTo(1);
    assertThat(rig.cluster.count("list ")).isPositive();
  }

  @Test
  void startsAndStopsOnce() {
    Rig rig = rig().start();
    assertThatThrownBy(rig.source::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("SYNCING", "SYNCED");
    rig.source.stop();
    assertThatThrownBy(rig.source::stop).isInstanceOf(IllegalStateException.class);
    rig.source.close();
    assertThatThrownBy(rig.source::stop).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void runsNoTaskAfterTheStop() {
    Rig rig = rig();
    rig.source.start();
    List<String> ran = new ArrayList<>();
    rig.source.stop();
    rig.source.whenKnown(() -> ran.add("after the stop"));
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(ran).isEmpty();
  }

  @Test
  void pollsTheServersCacheWhereTheUserSaysSo() {
    Rig rig = rig("enablePollingWithResourceVersion", "true").start();
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.requests).contains("list 0");
  }

  @Test
  void doesNotWatchWhereTheUserSaysSo() {
    Rig rig = rig("enableApiWatcher", "false").start();
    rig.loop.advance(Duration.ofMinutes(10));
    assertThat(rig.cluster.watches).isZero();
    assertThat(rig.cluster.count("list")).isGreaterThan(10);
  }

  @Test
  void asksForAListAgainUntilItGetsOne() {
    Rig rig = rig("enableApiPolling", "false");
    rig.cluster.watchFaults.add(FakeCluster.failure(400, "BadRequest", "unknown parameter"));
    for (int i = 0; i < 5; i++) {
      rig.cluster.listFaults.add(CUT);
    }
    rig.start();
    rig.loop.advance(Duration.ofSeconds(10));
    assertThat(rig.cluster.watches).isEqualTo(1);
  }

  @Test
  void isSilentOnceItIsStopped() {
    Rig rig = rig().start();
    rig.source.stop();
    int before = rig.cluster.requests.size();
    rig.loop.advance(Duration.ofMinutes(10));
    assertThat(rig.cluster.requests).hasSize(before);
  }

  @Test
  void goesOnAfterAFailureThatNobodyHasForeseen() {
    Rig rig = rig();
    rig.cluster.listFaults.add(new IllegalStateException("closed"));
    rig.cluster.watchFaults.add(FakeCluster.failure(400, "BadRequest", "unknown parameter"));
    rig.start();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.watches).isEqualTo(1);
    rig.cluster.listFaults.add(new IllegalStateException("closed"));
    rig.loop.advance(Duration.ofSeconds(61));
    assertThat(rig.cluster.count("list")).as("the next poll comes").isEqualTo(4);
  }

  @Test
  void opensAWatchAgainThatCouldNotEvenBeAskedFor() {
    Rig rig = rig();
    rig.cluster.watchFaults.add(new IllegalStateException("closed"));
    rig.start();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.watches).isEqualTo(1);
  }

  @Test
  void watchesEvenWhereAskingForExecutorsCannotBegin() {
    Rig rig = rig();
    ExecutorPodSource source =
        new ExecutorPodSource(
            rig.cluster,
            rig.store,
            rig.loop,
            PodSettings.read(SparkSettings.of(Map.of(), Map.of())),
            () -> false,
            () -> {
              throw new IllegalStateException("no");
            },
            new AccessLimit(
                Duration.ZERO, rig.loop::now, () -> false, said -> said, new Aborter(rig.backend)));
    source.start();
    assertThatThrownBy(rig.loop::settle).as("the loop reports it").hasMessage("no");
    rig.loop.settle();
    assertThat(rig.cluster.watches).isEqualTo(1);
  }

  @Test
  void saysNothingOfAFailureThatTheNextAttemptsGetAround() {
    Rig rig = rig();
    for (int i = 0; i < 5; i++) {
      rig.cluster.watchFaults.add(
          FakeCluster.failure(504, "Timeout", "Too large resource version: 9, current: 8"));
    }
    try (LogLines log = new LogLines(FailureReports.class)) {
      rig.start();
      rig.loop.advance(Duration.ofSeconds(9));
      assertThat(rig.cluster.watches).isEqualTo(1);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void warnsOnceOfFailuresThatLast() {
    Rig rig = rig();
    for (int i = 0; i < 12; i++) {
      rig.cluster.watchFaults.add(FakeCluster.failure(500, "InternalError", "etcd is away"));
    }
    try (LogLines log = new LogLines(FailureReports.class)) {
      rig.start();
      rig.loop.advance(Duration.ofMinutes(3));
      assertThat(rig.cluster.watches).isEqualTo(1);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).startsWith("WARN Cannot watch").contains("etcd is away");
      assertThat(log.lines().get(1)).startsWith("INFO The API server responds again");
    }
  }

  @Test
  void saysAtOnceWhichRightIsMissing() {
    Rig rig = rig();
    for (int i = 0; i < 10; i++) {
      rig.cluster.listFaults.add(FakeCluster.failure(403, "Forbidden", "pods is forbidden"));
    }
    rig.cluster.watchFaults.add(FakeCluster.failure(403, "Forbidden", "no watch"));
    try (LogLines log = new LogLines(FailureReports.class)) {
      rig.start();
      rig.loop.advance(Duration.ofSeconds(5));
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN"))
          .singleElement()
          .asString()
          .contains("verb list for pods", "pods is forbidden");
    }
  }
}
