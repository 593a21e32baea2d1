package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClusterCleanupTest {
  private final ManualLoop loop = new ManualLoop();
  private final FakeCluster cluster = new FakeCluster(loop::now);
  private boolean quiet = true;
  private OptionalInt notGone = OptionalInt.empty();

  private void cleanUp(Map<String, String> settings) throws InterruptedException {
    PodSettings read = PodSettings.read(SparkSettings.of(settings, Map.of()));
    cleanup(read, loop::advance).run();
  }

  private ClusterCleanup cleanup(PodSettings settings, ClusterCleanup.Sleeper sleeper) {
    return new ClusterCleanup(
        cluster, settings, "ns", "app", loop::now, sleeper, List::of, () -> quiet, () -> notGone);
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
            "delete all", "count", "delete services", "delete claims", "delete configmaps");
  }

  @Test
  void doesNotLookForWhatItSawGo() throws Exception {
    executors(3);
    notGone = OptionalInt.of(0);
    cleanUp(Map.of());
    assertThat(cluster.requests)
        .containsExactly("delete all", "delete services", "delete claims", "delete configmaps");
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
      cluster.deleteFaults.add(FakeCluster.failure(504, "Timeout", "not within 10 s"));
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
                  line.startsWith("WARN Executor pods are left")
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
    new ClusterCleanup(
            cluster,
            settings(),
            "ns",
            "app",
            loop::now,
            creatingAfter(Duration.ofSeconds(2)),
            () -> List.of(set),
            () -> quiet,
            OptionalInt::empty)
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
    executors(1_000);
    cluster.deletesAtMost = 1;
    long begin = loop.now();
    cleanUp(Map.of());
    assertThat(Duration.ofMillis(loop.now() - begin))
        .isBetween(Duration.ofSeconds(170), Duration.ofSeconds(190));
  }

  @Test
  void doesNotAskAgainForWhatIsForbidden() throws Exception {
    executors(1);
    cluster.deleteFaults.add(FakeCluster.failure(403, "Forbidden", "no deletecollection"));
    try (LogLines log = new LogLines(ClusterCleanup.class)) {
      cleanUp(Map.of());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("no deletecollection", "kubectl delete pods -n ns -l spark-app-selector=app");
    }
    assertThat(cluster.count("delete all")).isEqualTo(1);
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
        .containsExactly("delete all", "delete services", "delete claims", "delete configmaps");
    assertThat(cluster.pods).isEmpty();
  }
}
