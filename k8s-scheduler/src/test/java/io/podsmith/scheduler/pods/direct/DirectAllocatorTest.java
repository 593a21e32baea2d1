// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.FakeCluster.Fault;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectAllocatorTest {
  private static final ApiFailure BUSY = FakeCluster.failure(429, "TooManyRequests", "slow down");
  private static final ApiFailure BROKEN = FakeCluster.failure(500, "InternalError", "broken");
  private static final ApiFailure SILENT = FakeCluster.failure(0, "", "no answer");

  private static Rig rig(String... settings) {
    return new Rig(conf(settings)).start();
  }

  private static Map<String, String> conf(String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark." + settings[i], settings[i + 1]);
    }
    return conf;
  }

  @Test
  void createsAllThatAreWantedWithoutTimePassing() {
    Rig rig = rig();
    rig.want(200);
    assertThat(rig.cluster.running()).isEqualTo(200);
    assertThat(rig.cluster.count("create")).as("one request an executor").isEqualTo(200);
  }

  @Test
  void doublesItsRequestsRoundByRoundUpToTheLimit() {
    Rig rig = rig();
    rig.allocator.setTargets(Map.of(0, 200));
    rig.loop.runLoop();
    List<Integer> rounds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rounds.add(rig.loop.answerRequests());
    }
    assertThat(rounds).containsExactly(1, 2, 4, 8, 16, 32, 32, 32);
  }

  @Test
  void doesNotReuseTheIdOfAPodThatWasObserved() {
    Rig rig = new Rig(Map.of());
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.cluster.createFaults.add(new Fault(FakeCluster.failure(410, "Expired", "old"), false));
    rig.allocator.setTargets(Map.of(0, 1));
    rig.start();
    rig.cluster.setPhase(rig.pod(1), "Failed");
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.backend.removed).as("the end of the earlier executor").containsKey(1L);
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(2));
  }

  @Test
  void takesOverExecutorsOfAnEarlierDriverForTheirOwnProfiles() {
    Rig rig = new Rig(Map.of());
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 7));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 2, 3));
    rig.allocator.setTargets(Map.of(3, 1, 7, 1));
    rig.start();
    rig.backend.registered.putAll(Map.of(1L, 0L, 2L, 0L));
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(1), rig.pod(2));
    rig.want(Map.of(3, 2, 7, 1));
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).as("one more, of profile 3").hasSize(3);
  }

  @Test
  void aSecondPodOfAnExecutorThatHasEndedIsDeletedAndReplaced() {
    Rig rig = rig();
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofSeconds(1));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.allocator.isDeleted(1)).isFalse();
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(2));
  }

  @Test
  void takesOverWhatAnEarlierDriverLeftWithoutLookingBefore() {
    Rig rig = new Rig(Map.of());
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 2, 0));
    rig.cluster.setPhase(rig.pod(2), "Failed");
    rig.allocator.setTargets(Map.of(0, 3));
    rig.start();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.running()).isEqualTo(3);
    assertThat(rig.cluster.pods).containsKeys(rig.pod(1), rig.pod(3), rig.pod(4));
  }

  @Test
  void countsExecutorsOfAnEarlierDriverAndAvoidsTheirNames() {
    Rig rig = new Rig(Map.of());
    rig.cluster.createPod(TestPods.executor(Rig.APP, 5, 0));
    rig.start();
    rig.want(2);
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(5), rig.pod(6));
  }

  @Test
  void halvesWhenTheServerIsBusyAndGetsThere() {
    Rig rig = rig();
    rig.want(31);
    assertThat(rig.window.size()).isEqualTo(32);
    for (int i = 0; i < 40; i++) {
      rig.cluster.createFaults.add(new Fault(BUSY, false));
    }
    rig.want(63);
    assertThat(rig.window.size()).isLessThan(32);
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(rig.cluster.running()).isEqualTo(63);
    assertThat(rig.cluster.pods).hasSize(63);
  }

  private static int roundTrips(Rig rig, int executors) {
    rig.allocator.setTargets(Map.of(0, executors));
    int trips = 0;
    while (rig.cluster.running() < executors && trips < 10_000) {
      rig.loop.roundTrip(Duration.ofMillis(100));
      trips++;
    }
    return trips;
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 0})
  void getsThereInAFewTimesTheRoundTripsWhereAThirdOfTheCreatesFail(int status) {
    int undisturbed = roundTrips(rig(), 1_000);
    Rig rig = rig();
    Random random = new Random(7);
    rig.cluster.profileFailure = FakeCluster.failure(status, "", "failed");
    rig.cluster.createFails = () -> random.nextInt(3) == 0;
    assertThat(roundTrips(rig, 1_000)).isBetween(undisturbed, 4 * undisturbed);
    assertThat(rig.cluster.pods).hasSize(1_000);
    assertThat(rig.cluster.count("create")).as("creates").isLessThan(1_700);
  }

  @Test
  void asksLittleOfAServerThatAnswersNothing() {
    Rig rig = rig();
    rig.want(31);
    rig.cluster.createFails = () -> true;
    rig.cluster.profileFailure = SILENT;
    rig.want(1_000);
    long asked = rig.cluster.count("create") + rig.cluster.count("get");
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.count("create") + rig.cluster.count("get") - asked)
        .as("requests in a minute")
        .isLessThan(60);
    rig.cluster.createFails = () -> false;
    rig.loop.advance(Duration.ofSeconds(11));
    assertThat(rig.cluster.pods).hasSize(1_000);
  }

  @Test
  void keepsStillForAsLongAsTheServerAsks() {
    Rig rig = rig();
    rig.cluster.createFaults.add(
        new Fault(
            new ApiFailure(
                429,
                "TooManyRequests",
                "slow down",
                Optional.of(Duration.ofSeconds(7)),
                Set.of(),
                null),
            false));
    rig.want(2);
    rig.loop.advance(Duration.ofMillis(6_900));
    assertThat(rig.cluster.count("create")).isEqualTo(1);
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.running()).isEqualTo(2);
  }

  @Test
  void looksBeforeItAsksAgainWhenNoAnswerCame() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods).hasSize(1);
    assertThat(rig.cluster.requests).contains("get " + rig.pod(1));
    assertThat(rig.cluster.count("create")).as("asked once, found on looking").isEqualTo(1);
  }

  @Test
  void asksAgainUnderTheSameNameWhenTheServerFailed() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(BROKEN, false));
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1));
  }

  @Test
  void takesAPodThatExistsAlreadyForItsOwnByItsLabels() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.want(1);
    assertThat(rig.cluster.pods).hasSize(1);
  }

  @Test
  void leavesOutANameThatIsTakenByAnother() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.cluster
        .pods
        .get(rig.pod(1))
        .getMetadata()
        .getLabels()
        .put(Constants.SPARK_APP_ID_LABEL, "other");
    rig.cluster.watchWorks = true;
    rig.want(1);
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1), rig.pod(2));
  }

  @Test
  void waitsOutAQuotaWithFewRequestsAndKeepsItsIds() {
    Rig rig = rig();
    rig.cluster.podLimit = 3;
    rig.want(5);
    assertThat(rig.cluster.running()).isEqualTo(3);
    long asked = rig.cluster.count("create");
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.cluster.count("create") - asked).as("requests in two minutes").isBetween(3L, 9L);
    rig.cluster.podLimit = 100;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.pods.keySet())
        .as("ids that were refused are used later")
        .containsExactlyInAnyOrder(rig.pod(1), rig.pod(2), rig.pod(3), rig.pod(4), rig.pod(5));
  }

  @Test
  void aPlaceThatBecomesFreeUnderAQuotaCostsFewRequests() {
    Rig rig = rig();
    rig.cluster.podLimit = 50;
    rig.want(80);
    for (int id = 1; id <= 10; id++) {
      rig.loop.advance(Duration.ofSeconds(40));
      long asked = rig.cluster.count("create");
      rig.cluster.remove(rig.pod(id));
      rig.loop.settle();
      assertThat(rig.cluster.running()).isEqualTo(50);
      assertThat(rig.cluster.count("create") - asked).as("one, and two more").isLessThan(4);
    }
    assertThat(rig.backend.news)
        .filteredOn(ExecutorNews.Delayed.class::isInstance)
        .as("said once")
        .hasSize(1);
    rig.cluster.podLimit = 100;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.running()).isEqualTo(80);
  }

  @Test
  void triesAtOnceWhenAnExecutorGivesItsRoomBack() {
    Rig rig = rig();
    rig.cluster.podLimit = 3;
    rig.want(4);
    rig.loop.advance(Duration.ofSeconds(40));
    rig.cluster.podLimit = 100;
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.cluster.running()).isEqualTo(4);
  }

  @Test
  void oneProfilesRefusalDoesNotHoldBackAnother() {
    ExecutorSpecFactory specs = TestPods.specs(Rig.APP);
    Rig rig = new Rig(Map.of(), specs, Optional.empty()).start();
    rig.cluster.createFaults.add(
        new Fault(FakeCluster.failure(422, "Invalid", "Pod is invalid"), false));
    rig.want(Map.of(0, 1, 1, 5));
    assertThat(rig.cluster.running()).isEqualTo(5);
  }

  @Test
  void aServerThatFailsAtOneProfileDoesNotHoldBackAnother() {
    Rig rig = rig();
    rig.cluster.failProfile = 0;
    rig.want(Map.of(0, 3, 1, 20));
    rig.loop.advance(Duration.ofSeconds(90));
    assertThat(rig.cluster.running()).isEqualTo(20);
  }

  @Test
  void timeOutsAtOneProfileDoNotHoldBackAnother() {
    Rig rig = rig();
    rig.cluster.failProfile = 0;
    rig.cluster.profileFailure = SILENT;
    rig.want(Map.of(0, 20, 1, 20));
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.running()).isEqualTo(20);
    long asked = rig.cluster.count("create");
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.cluster.count("create") - asked).as("creates in two minutes").isLessThan(40);
    rig.cluster.failProfile = -1;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.running()).isEqualTo(40);
  }

  @Test
  void goesOnWithWhatAFailingServerInterruptedThoughNothingElseHappens() {
    Rig rig = rig();
    rig.cluster.failProfile = 0;
    rig.want(Map.of(0, 1));
    for (int i = 0; i < 100 && !refused(rig); i++) {
      rig.loop.advance(Duration.ofMillis(100));
    }
    rig.want(Map.of(0, 1, 1, 20));
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.running()).as("the other profile").isEqualTo(20);
    rig.cluster.failProfile = -1;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.running()).isEqualTo(21);
  }

  private static boolean refused(Rig rig) {
    return rig.backend.news.stream().anyMatch(ExecutorNews.Delayed.class::isInstance);
  }

  @Test
  void sharesItsRequestsBetweenProfiles() {
    Rig rig = rig("kubernetes.allocation.maxPendingPods", "6");
    rig.cluster.runsAtOnce = false;
    rig.want(Map.of(0, 10, 1, 10, 2, 10));
    assertThat(rig.cluster.pods).hasSize(6);
    for (String profile : List.of("0", "1", "2")) {
      assertThat(rig.cluster.pods.values())
          .filteredOn(
              p ->
                  p.getMetadata()
                      .getLabels()
                      .get(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL)
                      .equals(profile))
          .as("executors of profile %s", profile)
          .hasSize(2);
    }
  }

  @Test
  void keepsToTheLimitOfPendingPods() {
    Rig rig = rig("kubernetes.allocation.maxPendingPods", "2");
    rig.cluster.runsAtOnce = false;
    rig.want(5);
    assertThat(rig.cluster.pods).hasSize(2);
    rig.cluster.setPhase(rig.pod(1), "Running");
    rig.loop.settle();
    assertThat(rig.cluster.pods).hasSize(3);
  }

  @Test
  void keepsToTheLimitOfPendingPodsOfAProfile() {
    Rig rig = rig("kubernetes.allocation.maxPendingPodsPerRp", "2");
    rig.cluster.runsAtOnce = false;
    rig.want(Map.of(0, 5, 1, 5));
    assertThat(rig.cluster.pods).hasSize(4);
  }

  @Test
  void asksInBatchesWhereTheUserSaysSo() {
    Rig rig =
        rig("kubernetes.allocation.batch.size", "5", "kubernetes.allocation.batch.delay", "2s");
    rig.want(12);
    assertThat(rig.cluster.pods).hasSize(5);
    rig.loop.advance(Duration.ofMillis(1_900));
    assertThat(rig.cluster.pods).hasSize(5);
    rig.loop.advance(Duration.ofMillis(200));
    assertThat(rig.cluster.pods).hasSize(10);
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.pods).hasSize(12);
  }

  @Test
  void replacesAnExecutorThatWentAtOnce() {
    Rig rig = rig();
    rig.want(3);
    rig.cluster.remove(rig.pod(2));
    rig.loop.settle();
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1), rig.pod(3), rig.pod(4));
  }

  @Test
  void replacesAnExecutorThatIsBeingTakenAway() {
    Rig rig = rig();
    rig.want(2);
    rig.cluster.change(
        rig.pod(1), p -> p.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z"));
    rig.loop.settle();
    assertThat(rig.cluster.running()).isEqualTo(2);
    assertThat(rig.cluster.pods).hasSize(3);
  }

  @Test
  void doesNotReplaceExecutorsThatTheSchedulerLetGo() {
    Rig rig = rig();
    rig.want(3);
    rig.want(2);
    rig.allocator.executorsReleased(List.of(1L));
    rig.loop.settle();
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(2), rig.pod(3));
  }

  @Test
  void givesUpPendingExecutorsThatAreNoLongerWantedAfterTheIdleTimeout() {
    Rig rig = rig("dynamicAllocation.executorIdleTimeout", "10s");
    rig.cluster.runsAtOnce = false;
    rig.want(4);
    rig.backend.registered.put(1L, rig.loop.now());
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(9));
    assertThat(rig.cluster.pods).as("young executors are safe").hasSize(4);
    rig.loop.advance(Duration.ofSeconds(3));
    assertThat(rig.cluster.pods.keySet())
        .as("the one that registered stays")
        .containsExactly(rig.pod(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void computesTheAgeOfPodsWithoutTheClockOfTheApiServer(long hoursAhead) {
    Rig rig = rig("dynamicAllocation.executorIdleTimeout", "10s");
    rig.cluster.clockAhead = Duration.ofHours(hoursAhead);
    rig.cluster.runsAtOnce = false;
    rig.want(2);
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(9));
    assertThat(rig.cluster.pods).as("young executors are safe").hasSize(2);
    rig.loop.advance(Duration.ofSeconds(3));
    assertThat(rig.cluster.pods).hasSize(1);
  }

  @Test
  void looksSeldomForExecutorsThatAreNotWantedAndHaveRegistered() {
    Rig rig = rig("dynamicAllocation.executorIdleTimeout", "1s");
    rig.cluster.runsAtOnce = false;
    rig.want(3);
    for (long id = 1; id <= 3; id++) {
      rig.backend.registered.put(id, rig.loop.now());
    }
    rig.want(0);
    rig.loop.advance(Duration.ofSeconds(2));
    int lookedUp = rig.backend.lookUps;
    rig.loop.advance(Duration.ofSeconds(10));
    assertThat(rig.backend.lookUps - lookedUp).as("in ten seconds").isBetween(5, 12);
  }

  @Test
  void anExecutorThatWasGivenUpMustNotRegister() {
    Rig rig = rig("dynamicAllocation.executorIdleTimeout", "0s");
    rig.cluster.runsAtOnce = false;
    rig.cluster.deleteFaults.add(BROKEN);
    rig.want(1);
    rig.loop.advance(Duration.ofMillis(100));
    rig.want(0);
    rig.loop.advance(Duration.ofMillis(60));
    assertThat(rig.allocator.isDeleted(1)).isTrue();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods).isEmpty();
    assertThat(rig.allocator.isDeleted(1)).as("forgotten when the pod is gone").isFalse();
  }

  @Test
  void neverTakesBackRunningExecutors() {
    Rig rig = rig("dynamicAllocation.executorIdleTimeout", "1s");
    rig.want(3);
    rig.loop.advance(Duration.ofSeconds(5));
    rig.want(0);
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(rig.cluster.running()).isEqualTo(3);
  }

  @Test
  void replacesExecutorsThatAreNeverSeen() {
    Rig rig =
        rig(
            "kubernetes.allocation.executor.timeout",
            "60s",
            "kubernetes.executor.enableApiPolling",
            "false");
    rig.cluster.watchWorks = false;
    rig.want(2);
    rig.loop.advance(Duration.ofSeconds(59));
    assertThat(rig.cluster.count("create")).isEqualTo(2);
    rig.cluster.watchWorks = true;
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(3), rig.pod(4));
  }

  @Test
  void replacesAnExecutorThatWentBeforeItWasSeenAfterTheNextList() {
    Rig rig = rig("kubernetes.executor.apiPollingInterval", "30s");
    rig.cluster.watchWorks = false;
    rig.want(2);
    rig.cluster.remove(rig.pod(1));
    rig.cluster.watchWorks = true;
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(2), rig.pod(3));
  }

  @Test
  void doesNotTakeAnExecutorForGoneThatAListIsTooOldToName() {
    Rig rig =
        rig(
            "kubernetes.executor.apiPollingInterval",
            "30s",
            "kubernetes.executor.enablePollingWithResourceVersion",
            "true");
    rig.cluster.watchWorks = false;
    rig.cluster.cacheLags = true;
    rig.want(2);
    rig.loop.advance(Duration.ofSeconds(31));
    assertThat(rig.cluster.count("list 0")).isEqualTo(1);
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1), rig.pod(2));
  }

  @Test
  void doesNotTakeAnExecutorForGoneThatWasCreatedAfterAListBegan() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    long begun = rig.loop.now();
    rig.loop.busyFor(Duration.ofMillis(1));
    rig.want(1);
    rig.store.replace(List.of(), 1_000, begun, true);
    rig.loop.settle();
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1));
  }

  @Test
  void keepsAnExecutorThatRegisteredWithoutBeingSeen() {
    Rig rig =
        rig(
            "kubernetes.allocation.executor.timeout",
            "60s",
            "kubernetes.executor.enableApiPolling",
            "false");
    rig.cluster.watchWorks = false;
    rig.want(1);
    rig.backend.registered.put(1L, rig.loop.now());
    rig.loop.advance(Duration.ofMinutes(5));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1));
  }

  @Test
  void oneUnseenExecutorDoesNotHoldBackOthers() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    rig.want(1);
    rig.cluster.watchWorks = true;
    rig.want(10);
    assertThat(rig.cluster.pods).hasSize(10);
  }

  @Test
  void stopsAtTheMostExecutorsThatAnApplicationMayEverHave() {
    Rig rig = rig("kubernetes.allocation.maximum", "3");
    rig.want(2);
    rig.cluster.remove(rig.pod(1));
    rig.cluster.remove(rig.pod(2));
    rig.loop.settle();
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(3));
    assertThat(rig.backend.aborts).as("one executor still runs").isEmpty();
    rig.cluster.remove(rig.pod(3));
    rig.loop.settle();
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining(PodsmithError.APP_EXECUTOR_LIMIT.id())
                    .hasMessageContaining("spark.kubernetes.allocation.maximum"));
  }

  @Test
  void aBadConfigurationEndsTheApplicationWithItsOwnError() {
    InvalidConfigurationException bad =
        new InvalidConfigurationException(PodsmithError.CONF_NAME, "spark.k", "bad label");
    Rig rig =
        new Rig(
                Map.of(),
                (id, profile) -> {
                  throw bad;
                },
                Optional.empty())
            .start();
    rig.want(5);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.backend.aborts).containsExactly(bad);
    assertThat(rig.cluster.count("create")).isZero();
  }

  @Test
  void countsOnlyFaultsOfThePodInARow() {
    Rig rig = rig();
    for (int status : List.of(403, 403, 422, 422, 403, 422)) {
      rig.cluster.createFaults.add(new Fault(FakeCluster.failure(status, "", "no"), false));
    }
    rig.want(1);
    rig.loop.advance(Duration.ofMinutes(3));
    assertThat(rig.backend.aborts).isEmpty();
    assertThat(rig.cluster.running()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void givesUpWhereTheServerFindsFaultWithEveryPod(int status) {
    Rig rig = rig();
    for (int i = 0; i < 10; i++) {
      rig.cluster.createFaults.add(
          new Fault(FakeCluster.failure(status, "", "spec.volumes[0].name: Required"), false));
    }
    rig.want(5);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.count("create")).isEqualTo(3);
    assertThat(rig.backend.aborts)
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessageContaining(PodsmithError.CLUSTER_REJECTED.id())
                    .hasMessageContaining("spec.volumes[0].name: Required"));
  }

  @Test
  void asksForNothingOnceItIsStopped() {
    Rig rig = rig();
    rig.allocator.setTargets(Map.of(0, 100));
    rig.loop.runLoop();
    rig.loop.answerRequests();
    rig.allocator.stop();
    int created = rig.cluster.pods.size();
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).hasSize(created);
    assertThat(rig.allocator.isQuiet()).isTrue();
  }

  @Test
  void createsWhatBelongsToAnExecutorAndHasItOwnedByThePod() {
    Rig rig = new Rig(Map.of(), withObjects(), Optional.empty()).start();
    rig.want(1);
    assertThat(rig.cluster.requests)
        .containsSubsequence(
            "create object before-1",
            "create " + rig.pod(1),
            "own before-1 by " + rig.pod(1),
            "create object map-1",
            "create object claim-1");
    assertThat(rig.cluster.objects.get("map-1").getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(o -> assertThat(o.getUid()).isEqualTo("uid-" + rig.pod(1)));
  }

  @Test
  void claimsAreOwnedByTheDriverWhereThereIsOne() {
    Rig rig = new Rig(Map.of(), withObjects(), Optional.of(driver())).start();
    rig.want(1);
    assertThat(rig.cluster.objects.get("claim-1").getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(o -> assertThat(o.getName()).isEqualTo("driver"));
  }

  @Test
  void aPodGoesAgainWhenWhatBelongsToItIsRefused() {
    Rig rig = new Rig(Map.of(), withObjects(), Optional.empty()).start();
    rig.cluster.runsAtOnce = false;
    // The one before the pod is created, the one after it refused.
    rig.cluster.failObjectsNamed = "map-1";
    rig.want(1);
    assertThat(rig.cluster.pods).isEmpty();
    assertThat(rig.cluster.objects).as("nothing is left of the attempt").isEmpty();
  }

  @Test
  void whatPrecedesARefusedPodIsCleaned() {
    Rig rig = new Rig(Map.of(), withObjects(), Optional.empty()).start();
    rig.cluster.podLimit = 0;
    rig.want(1);
    assertThat(rig.cluster.objects).isEmpty();
  }

  @Test
  void dropsRequestsThatWereNotMadeYetWhenLessIsWanted() {
    Rig rig = rig();
    for (int i = 0; i < 3; i++) {
      rig.cluster.createFaults.add(new Fault(BUSY, false));
    }
    rig.want(3);
    rig.want(0);
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.cluster.pods).isEmpty();
  }

  static Pod driver() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("driver")
        .withUid("uid-driver")
        .endMetadata()
        .build();
  }

  /** Executors with an object before the pod, and two after it. */
  static ExecutorSpecFactory withObjects() {
    return (id, profile) ->
        new ExecutorSpec(
            TestPods.executor(Rig.APP, id, profile),
            List.of(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("before-" + id)
                    .endMetadata()
                    .build()),
            List.of(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("map-" + id)
                    .endMetadata()
                    .build(),
                new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withName("claim-" + id)
                    .endMetadata()
                    .build()));
  }
}
