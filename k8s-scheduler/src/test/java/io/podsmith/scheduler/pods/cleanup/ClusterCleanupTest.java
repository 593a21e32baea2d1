// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.cleanup;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.AllocatorChoice;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.cluster.CollectionApi.Kind;
import io.podsmith.scheduler.pods.cluster.CreatedObjects;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClusterCleanupTest {
  private final ManualLoop loop = new ManualLoop();
  private final FakeCluster cluster = new FakeCluster(loop::now);
  private CreatedObjects created = CreatedObjects.unknown();
  private boolean quiet = true;
  private OptionalInt notGone = OptionalInt.empty();
  private Set<Long> known = Set.of();

  private void cleanUp(Map<String, String> settings) throws InterruptedException {
    PodSettings read = PodSettings.read(SparkSettings.of(settings, Map.of()));
    cleanup(read, loop::advance).run();
  }

  private ClusterCleanup cleanup(PodSettings settings, ClusterCleanup.Sleeper sleeper) {
    return cleanup(settings, sleeper, List.of(), new Witness());
  }

  private ClusterCleanup cleanup(
      PodSettings settings,
      ClusterCleanup.Sleeper sleeper,
      List<HasMetadata> makers,
      ClusterCleanup.Witness witness) {
    return new ClusterCleanup(
        cluster,
        cluster,
        created,
        settings,
        "ns",
        "app",
        loop::now,
        sleeper,
        new SideBySide(1),
        () -> makers,
        () -> quiet,
        witness);
  }

  private final class Witness implements ClusterCleanup.Witness {
    @Override
    public OptionalInt notGone() {
      return notGone;
    }

    @Override
    public Set<Long> executorIds() {
      return known;
    }
  }

  /** Creates executors that the driver knows. */
  private void knownExecutors(int count) {
    executors(count);
    known = LongStream.rangeClosed(1, count).boxed().collect(Collectors.toSet());
  }

  private static PodSettings settings() {
    return PodSettings.read(SparkSettings.of(Map.of(), Map.of()));
  }

  /** Has a pod turn up while the clean-up waits, when some time has passed. */
  private ClusterCleanup.Sleeper creatingAfter(Duration time) {
    long due = loop.now() + time.toMillis();
    boolean[] created = new boolean[1];
    return pause -> {
      loop.advance(pause);
      if (loop.now() >= due && !created[0]) {
        created[0] = true;
        cluster.createPod(TestPods.executor("app", 77, 0));
        quiet = true;
      }
    };
  }

  private void executors(int count) {
    for (int i = 1; i <= count; i++) {
      cluster.createPod(TestPods.executor("app", i, 0));
    }
    cluster.requests.clear();
  }

  @Test
  void removesAllThatTheApplicationHas() throws Exception {
    executors(3);
    cleanUp(Map.of());
    assertThat(cluster.requests)
        .containsExactly(
            "delete all",
            "count",
            "delete services",
            "delete persistentvolumeclaims",
            "delete configmaps");
  }

  @Test
  void doesNotLookForWhatItSawGo() throws Exception {
    executors(3);
    notGone = OptionalInt.of(0);
    cleanUp(Map.of());
    assertThat(cluster.requests)
        .containsExactly(
            "delete all", "delete services", "delete persistentvolumeclaims", "delete configmaps");
  }

  @Test
  void waitsALittleToSeeAllGo() throws Exception {
    executors(3);
    notGone = OptionalInt.of(3);
    long due = loop.now() + 300;
    cleanup(
            settings(),
            pause -> {
              loop.advance(pause);
              notGone = OptionalInt.of(loop.now() >= due ? 0 : 3);
            })
        .run();
    assertThat(cluster.count("count")).as("looks").isZero();
  }

  @Test
  void looksWhenItDoesNotSeeAllGoInTime() throws Exception {
    executors(3);
    cluster.deletesAtMost = 2;
    notGone = OptionalInt.of(3);
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("count")).as("looks").isPositive();
  }

  @Test
  void looksWhenADeletionFailedWhateverItSaw() throws Exception {
    executors(3);
    notGone = OptionalInt.of(0);
    cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete all")).isEqualTo(2);
  }

  @Test
  void doesNotLookWhileDeletionsTakeLongerThanTheyMayAndPodsAreSeenToGo() throws Exception {
    executors(10);
    for (int i = 0; i < 8; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(500, "InternalError", "etcd is slow"));
    }
    notGone = OptionalInt.of(9);
    cleanup(
            settings(),
            pause -> {
              loop.advance(Duration.ofSeconds(10));
              notGone = OptionalInt.of(Math.max(0, notGone.getAsInt() - 1));
            })
        .run();
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete all")).as("goes on while pods go").isEqualTo(9);
    assertThat(cluster.count("count")).as("looks").isZero();
  }

  @Test
  void looksWhenAPodMayComeYetWhateverItSaw() throws Exception {
    notGone = OptionalInt.of(0);
    quiet = false;
    cleanup(settings(), creatingAfter(Duration.ofMillis(200))).run();
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void asksAgainWhenTheDeletionTimedOut() throws Exception {
    executors(3);
    for (int i = 0; i < 4; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    }
    cleanUp(
        Map.of(
            "spark.kubernetes.driver.service.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.ownPersistentVolumeClaim",
            "false"));
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void givesUpAfterAWhile() throws Exception {
    executors(1);
    for (int i = 0; i < 1_000; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    }
    long begin = loop.now();
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.startsWith("WARN Executor pods remain")
                      && line.endsWith(
                          "kubectl delete pods -n ns -l"
                              + " spark-app-selector=app,spark-role=executor"))
          .anyMatch(
              line -> line.endsWith("kubectl delete services -n ns -l spark-app-selector=app"));
    }
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(35));
    assertThat(cluster.count("delete services")).as("one deadline for all").isEqualTo(1);
  }

  @Test
  void doesNotWaitLongForPodsThatAreTerminating() throws Exception {
    executors(1);
    cluster.terminatesSlowly = true;
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(8));
    assertThat(cluster.count("delete all")).as("asked once").isEqualTo(1);
  }

  @Test
  void keepsWhatTheUserWantsToKeep() throws Exception {
    executors(1);
    cleanUp(
        Map.of(
            "spark.kubernetes.executor.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.service.deleteOnTermination",
            "false",
            "spark.kubernetes.driver.ownPersistentVolumeClaim",
            "false"));
    assertThat(cluster.requests).isEmpty();
    assertThat(cluster.pods).hasSize(1);
  }

  @Test
  void goesOnWhileRequestsForExecutorsAreUnderWay() throws Exception {
    executors(1);
    quiet = false;
    cleanup(settings(), creatingAfter(Duration.ofSeconds(12))).run();
    assertThat(cluster.count("create")).as("one came late").isEqualTo(1);
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void goesOnAsLongAsARequestWithoutAnAnswerMayTakeEffect() throws Exception {
    cluster.takesEffectUntil = loop.now() + 10_000;
    cleanup(settings(), creatingAfter(Duration.ofSeconds(9))).run();
    assertThat(cluster.count("create")).as("one came late").isEqualTo(1);
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void deletesASetAgainThatMayHaveBeenCreatedAfterItsDeletion() throws Exception {
    StatefulSet set =
        new StatefulSetBuilder().withNewMetadata().withName("set").endMetadata().build();
    quiet = false;
    cleanup(settings(), creatingAfter(Duration.ofSeconds(2)), List.of(set), OptionalInt::empty)
        .run();
    assertThat(cluster.count("delete object set")).isEqualTo(2);
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void doesNotWaitForEverForRequestsThatAreUnderWay() throws Exception {
    quiet = false;
    long begin = loop.now();
    cleanup(settings(), loop::advance).run();
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(35));
  }

  @Test
  void goesOnWhileItGetsAnywhere() throws Exception {
    executors(90);
    cluster.deletesAtMost = 1;
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void looksHowFarADeletionGotThatWasNotAnswered() throws Exception {
    executors(3);
    cluster.deleteFaults.add(FakeCluster.failure(0, "", "timeout"));
    cluster.pods.clear();
    cleanUp(Map.of());
    assertThat(cluster.count("delete all")).isEqualTo(1);
  }

  @Test
  void endsAtSomeTimeHoweverMuchThereIs() throws Exception {
    executors(100);
    cluster.deletesAtMost = 1;
    long begin = loop.now();
    cleanup(settings(), pause -> loop.advance(Duration.ofSeconds(25))).run();
    assertThat(Duration.ofMillis(loop.now() - begin))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(31));
  }

  @Test
  void deletesAFewHundredExecutorsWithOneRequest() throws Exception {
    knownExecutors(250);
    created = createdWith(Map.of());
    cleanUp(Map.of());
    assertThat(cluster.requests).containsExactly("delete all", "count");
  }

  @Test
  void deletesManyExecutorsByRangesOfTheirIds() throws Exception {
    knownExecutors(251);
    known = LongStream.rangeClosed(1, 251).map(id -> id * 7).boxed().collect(Collectors.toSet());
    cluster.pods.clear();
    known.forEach(id -> cluster.createPod(TestPods.executor("app", id, 0)));
    cluster.requests.clear();
    created = createdWith(Map.of());
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.requests)
        .containsExactlyInAnyOrder(
            "delete range 7-350",
            "delete range 357-700",
            "delete range 707-1050",
            "delete range 1057-1400",
            "delete range 1407-1750",
            "delete range 1757-1757",
            "count",
            "count");
  }

  @Test
  void deletesExecutorsThatNoRangeContains() throws Exception {
    knownExecutors(300);
    cluster.createPod(TestPods.executor("app", 301, 0));
    notGone = OptionalInt.of(0);
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete " + TestPods.name("app", 301))).isEqualTo(1);
  }

  @Test
  void deletesOneByOneWhereThereIsMoreThanAPage() throws Exception {
    executors(1_200);
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete all")).isEqualTo(1);
    assertThat(cluster.count("delete app-exec")).as("all but a page of 500").isEqualTo(700);
  }

  @Test
  void deletesOtherKindsOneByOneWhereThereIsMoreThanAPage() throws Exception {
    for (int i = 0; i < 800; i++) {
      object(
          new PersistentVolumeClaimBuilder()
              .withNewMetadata()
              .withName("claim-" + i)
              .endMetadata()
              .build());
    }
    cleanUp(Map.of());
    assertThat(cluster.objects).isEmpty();
    assertThat(cluster.count("delete persistentvolumeclaims")).isEqualTo(1);
    assertThat(cluster.count("delete claim-")).as("all but a page of 500").isEqualTo(300);
  }

  @Test
  void deletesInPagesWithoutTheRightToDeleteSingleObjects() throws Exception {
    executors(1_200);
    for (int i = 0; i < 1_200; i++) {
      cluster.singleDeleteFaults.add(FakeCluster.failure(403, "Forbidden", "no delete"));
    }
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines()).isEmpty();
    }
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete all")).as("pages of 500").isEqualTo(3);
    assertThat(cluster.count("delete app-exec")).as("single ones").isLessThan(20);
  }

  @Test
  void deletesInPagesWithoutTheRightsToListOrToDeleteSingleObjects() throws Exception {
    knownExecutors(300);
    cluster.createPod(TestPods.executor("app", 301, 0));
    for (int i = 0; i < 10; i++) {
      cluster.countFaults.add(FakeCluster.failure(403, "Forbidden", "no list"));
    }
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete range")).isEqualTo(6);
    assertThat(cluster.count("delete all")).as("what no range contains").isEqualTo(1);
  }

  @Test
  void deletesOneByOneWhereRangesAreRejected() throws Exception {
    knownExecutors(300);
    forbidCollections(20);
    try (LogLines log = new LogLines(CollectionDeleter.class)) {
      cleanUp(Map.of());
      assertThat(log.lines().stream().filter(line -> line.contains("Deleting pods"))).hasSize(1);
    }
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete range")).as("ends early").isLessThan(20);
    assertThat(cluster.count("delete app-exec")).isEqualTo(300);
  }

  @Test
  void deletesOneByOneWhereARangeTakesTooLong() throws Exception {
    knownExecutors(300);
    cluster.deleteFaults.add(FakeCluster.failure(504, "Timeout", "not within 60 s"));
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete app-exec")).as("of the range that failed").isEqualTo(50);
  }

  @Test
  void repeatsOnlyTheRangesThatFailed() throws Exception {
    knownExecutors(300);
    cluster.deleteFaults.add(FakeCluster.failure(0, "", "connection reset"));
    cluster.deleteFaults.add(
        new ApiFailure(
            429,
            "TooManyRequests",
            "too many requests",
            Optional.of(Duration.ofSeconds(7)),
            Set.of(),
            null));
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete range")).as("six, and two again").isEqualTo(8);
    assertThat(Duration.ofMillis(loop.now() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void deletesOneByOneWhereAPageTakesTooLong() throws Exception {
    executors(1_200);
    cluster.deleteFaults.add(FakeCluster.failure(504, "Timeout", "not within 60 s"));
    try (LogLines log = new LogLines(CollectionDeleter.class)) {
      cleanUp(Map.of());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("individually", "not within 60 s");
    }
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.count("delete all")).isEqualTo(1);
    assertThat(cluster.count("delete app-exec")).isEqualTo(1_200);
  }

  @Test
  void goesOnAfterADeletionThatTookAllItsTime() throws Exception {
    executors(3);
    cluster.beforeDeletion = () -> loop.advance(Duration.ofSeconds(31));
    cluster.deleteFaults.add(FakeCluster.failure(0, "", "no answer within 30 s"));
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void goesOnForLongerThanAnyDeadlineAsLongAsRangesAreDeleted() throws Exception {
    knownExecutors(3_000);
    cluster.beforeDeletion = () -> loop.advance(Duration.ofSeconds(20));
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(Duration.ofMillis(loop.now() - begin)).isGreaterThan(Duration.ofMinutes(9));
  }

  @Test
  void givesUpWhereSomethingMakesPodsAsFastAsTheyAreDeleted() throws Exception {
    executors(3);
    long begin = loop.now();
    int[] next = {10};
    cleanup(
            settings(),
            pause -> {
              loop.advance(pause);
              cluster.createPod(TestPods.executor("app", next[0]++, 0));
            })
        .run();
    assertThat(Duration.ofMillis(loop.now() - begin)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void waitsAsLongAsTheServerAsksForAndGoesOnWithWhatIsLeft() throws Exception {
    executors(20);
    cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    cluster.singleDeleteFaults.add(
        new ApiFailure(
            429,
            "TooManyRequests",
            "too many requests",
            Optional.of(Duration.ofSeconds(7)),
            Set.of(),
            null));
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(cluster.pods).isEmpty();
    assertThat(Duration.ofMillis(loop.now() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    assertThat(cluster.count("delete app-exec")).isEqualTo(21);
  }

  @Test
  void deletesTheOthersWhereOnePodMayNotBeDeleted() throws Exception {
    executors(20);
    cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    cluster.singleDeleteFaults.add(FakeCluster.failure(403, "Forbidden", "denied by a webhook"));
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines()).singleElement().asString().contains("denied by a webhook");
    }
    assertThat(cluster.pods).hasSize(1);
  }

  @Test
  void deletesOneByOneWithoutTheRightToDeleteCollections() throws Exception {
    executors(3);
    object(new ConfigMapBuilder().withNewMetadata().withName("conf").endMetadata().build());
    object(new ServiceBuilder().withNewMetadata().withName("svc").endMetadata().build());
    object(
        new PersistentVolumeClaimBuilder().withNewMetadata().withName("pvc").endMetadata().build());
    forbidCollections(4);
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines()).isEmpty();
    }
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.objects).isEmpty();
  }

  @Test
  void deletesByNameWithoutTheRightToList() throws Exception {
    executors(2);
    object(new ConfigMapBuilder().withNewMetadata().withName("conf").endMetadata().build());
    created = createdWith(Map.of());
    cluster.pods.keySet().forEach(name -> created.add(Kind.PODS, name));
    created.add(cluster.objects.get("conf"));
    forbidCollections(4);
    for (int i = 0; i < 10; i++) {
      cluster.countFaults.add(FakeCluster.failure(403, "Forbidden", "no list"));
    }
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
    assertThat(cluster.pods).isEmpty();
    assertThat(cluster.objects).isEmpty();
  }

  @Test
  void endsWithTheCommandWhereNothingMayBeDeleted() throws Exception {
    executors(100);
    forbidCollections(1);
    for (int i = 0; i < 100; i++) {
      cluster.singleDeleteFaults.add(FakeCluster.failure(403, "Forbidden", "no delete"));
    }
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("no delete", "kubectl delete pods -n ns -l spark-app-selector=app");
    }
    assertThat(cluster.count("delete all")).isEqualTo(1);
    assertThat(cluster.count("delete app-exec")).as("ends early").isLessThan(20);
  }

  @Test
  void deletesNoKindsOfWhichTheApplicationHasNothing() throws Exception {
    executors(1);
    created = createdWith(Map.of());
    cleanUp(Map.of());
    assertThat(cluster.requests).containsExactly("delete all", "count");
  }

  @Test
  void deletesTheServiceInClusterModeAndClaimsThatAreMadeOnDemand() throws Exception {
    created =
        createdWith(
            Map.of(
                "spark.kubernetes.submitInDriver",
                "true",
                "spark.kubernetes.executor.volumes.persistentVolumeClaim.d.options.claimName",
                "OnDemand"));
    cleanUp(Map.of());
    assertThat(cluster.requests).contains("delete services", "delete persistentvolumeclaims");
    assertThat(cluster.requests).doesNotContain("delete configmaps");
  }

  @Test
  void waitsForPodsThatAreTerminatingAsLongAsTheyGo() throws Exception {
    executors(10);
    cluster.terminatesSlowly = true;
    long begin = loop.now();
    cleanup(
            settings(),
            pause -> {
              loop.advance(pause);
              long due = (loop.now() - begin) / 3_000;
              while (10 - cluster.pods.size() < due && !cluster.pods.isEmpty()) {
                cluster.remove(cluster.pods.keySet().iterator().next());
              }
            })
        .run();
    assertThat(cluster.pods).as("one goes every 3 s").isEmpty();
  }

  @Test
  void waitsLongerForThousandsOfPodsThatBeginToGoLate() throws Exception {
    executors(2_000);
    cluster.terminatesSlowly = true;
    long begin = loop.now();
    cleanup(
            settings(),
            pause -> {
              loop.advance(pause);
              if (loop.now() - begin > 10_000) {
                List.copyOf(cluster.pods.keySet()).forEach(cluster::remove);
              }
            })
        .run();
    assertThat(cluster.pods).as("they go after 10 s").isEmpty();
  }

  @Test
  void doesNotCallPodsLeftThatAllTerminate() throws Exception {
    executors(8_000);
    cluster.terminatesSlowly = true;
    long begin = loop.now();
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanup(
              settings(),
              pause -> {
                loop.advance(pause);
                if (loop.now() - begin > 38_000) {
                  List.copyOf(cluster.pods.keySet()).forEach(cluster::remove);
                }
              })
          .run();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN"));
    }
    assertThat(cluster.pods).as("a busy cluster begins to remove them after 38 s").isEmpty();
  }

  private void object(HasMetadata object) {
    cluster.objects.put(object.getMetadata().getName(), object);
  }

  private void forbidCollections(int requests) {
    for (int i = 0; i < requests; i++) {
      cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    }
  }

  private static CreatedObjects createdWith(Map<String, String> conf) {
    SparkSettings settings = SparkSettings.of(conf, Map.of());
    return CreatedObjects.of(settings, AllocatorChoice.read(settings), Optional.empty());
  }

  @Test
  void deletesOneByOneWhereNobodyWaits() {
    executors(2);
    forbidCollections(4);
    cleanup(settings(), loop::advance).askOnce();
    assertThat(cluster.pods).isEmpty();
  }

  @Test
  void asksForEverythingOnceWhereNobodyWaits() {
    executors(2);
    quiet = false;
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanup(settings(), loop::advance).askOnce();
      assertThat(log.lines())
          .as("a create that is under way may be overlooked")
          .singleElement()
          .asString()
          .contains("kubectl delete pods -n ns -l spark-app-selector=app,spark-role=executor");
    }
    assertThat(cluster.requests)
        .containsExactly(
            "delete all", "delete services", "delete persistentvolumeclaims", "delete configmaps");
    assertThat(cluster.pods).isEmpty();
  }
}
