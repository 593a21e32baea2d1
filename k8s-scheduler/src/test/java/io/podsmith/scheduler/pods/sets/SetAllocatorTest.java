// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.sets;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.core.executors.SetKind;
import io.podsmith.scheduler.pods.allocation.RejectionJudge;
import io.podsmith.scheduler.pods.allocation.RejectionLimits;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.cluster.OwnerReferences;
import io.podsmith.scheduler.pods.direct.RejectedExecutorsTest;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.ExecutorSpecFactory;
import io.podsmith.scheduler.pods.report.Aborter;
import io.podsmith.scheduler.pods.report.ExecutorMetrics;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.RecordingBackend;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.scheduler.pods.watch.AccessLimit;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetAllocatorTest {
  private static final String APP = "app";

  private final ManualLoop loop = new ManualLoop();
  private final FakeCluster cluster = new FakeCluster(loop::now);
  private final RecordingBackend backend = new RecordingBackend();
  private final ExecutorPodStore store = new ExecutorPodStore(loop);
  private ExecutorSpecFactory specs = TestPods.specs(APP);
  private SetKind kind = SetKind.STATEFUL_SET;
  private SetAllocator allocator;

  private void start(String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put("spark." + settings[i], settings[i + 1]);
    }
    PodSettings read = PodSettings.read(SparkSettings.of(conf, Map.of()));
    Aborter aborter = new Aborter(backend);
    AccessLimit access =
        new AccessLimit(Duration.ZERO, loop::now, () -> false, said -> said, aborter);
    RejectionLimits limits = RejectionLimits.DEFAULT;
    allocator =
        new SetAllocator(
            kind,
            read,
            cluster,
            specs,
            new ExecutorSetBuilder(kind, "ns", APP, Optional.empty(), true, 0),
            store,
            backend,
            aborter,
            loop,
            new ExecutorMetrics(),
            limits,
            new RejectionJudge(
                read.failures().startTimeout(), limits.untilHopeless(), aborter, access));
    store.subscribe(allocator);
    allocator.start();
    loop.settle();
  }

  private void want(int executors) {
    want(Map.of(0, executors));
  }

  private void want(Map<Integer, Integer> executors) {
    allocator.setTargets(executors);
    loop.settle();
  }

  /** A pod of the set, whose executor has asked for its id. */
  private void executor(String podName, long id) {
    store.update(List.of(new ClusterApi.PodEvent(seen(podName, Long.toString(id)), false)));
    loop.settle();
  }

  private static ExecutorPod seen(String podName, String id) {
    Pod pod =
        new PodBuilder(TestPods.executor(APP, 1, 0))
            .editMetadata()
            .withName(podName)
            .withUid("uid-" + podName)
            .addToLabels(Constants.SPARK_EXECUTOR_ID_LABEL, id)
            .endMetadata()
            .withStatus(Documents.status("Running"))
            .build();
    return Documents.executor(pod).orElseThrow();
  }

  private void gone(String podName, long id) {
    ExecutorPod pod = seen(podName, Long.toString(id)).gone();
    store.update(List.of(new ClusterApi.PodEvent(pod, true)));
    loop.settle();
  }

  private List<String> sizes() {
    return cluster.requests.stream().filter(r -> r.startsWith("scale")).toList();
  }

  private String name(int profile) {
    return kind.nameOf(APP, profile);
  }

  @Test
  void makesOneSetOfTheWantedSizeForEachProfile() {
    start();
    want(Map.of(0, 3, 1, 2));
    assertThat(cluster.objects.keySet()).containsExactlyInAnyOrder(name(0), name(1));
    StatefulSet set = (StatefulSet) cluster.objects.get(name(1));
    assertThat(set.getSpec().getReplicas()).isEqualTo(2);
    assertThat(set.getSpec().getSelector().getMatchLabels())
        .containsEntry(Constants.SPARK_RESOURCE_PROFILE_ID_LABEL, "1");
    assertThat(sizes()).isEmpty();
  }

  @Test
  void asksForNothingWhereNothingIsWanted() {
    start();
    want(0);
    assertThat(cluster.requests).isEmpty();
  }

  @Test
  void growsByOneRequestForEachChange() {
    start();
    want(3);
    want(10);
    want(10);
    assertThat(sizes()).containsExactly("scale " + name(0) + " 10");
  }

  @Test
  void takesChangesTogetherThatComeWhileARequestIsUnderWay() {
    start();
    want(1);
    allocator.setTargets(Map.of(0, 2));
    loop.runLoop();
    allocator.setTargets(Map.of(0, 5));
    allocator.setTargets(Map.of(0, 9));
    loop.settle();
    assertThat(sizes()).containsExactly("scale " + name(0) + " 2", "scale " + name(0) + " 9");
  }

  @Test
  void doesNotShrinkByExecutorsThatSparkHasNotLetGo() {
    kind = SetKind.DEPLOYMENT;
    start();
    want(3);
    for (int i = 1; i <= 3; i++) {
      executor(name(0) + "-x" + i, i);
    }
    want(1);
    assertThat(sizes()).as("all three work").isEmpty();
    allocator.executorsReleased(List.of(2L));
    loop.settle();
    assertThat(sizes()).containsExactly("scale " + name(0) + " 2");
  }

  @Test
  void marksExecutorsThatSparkLetsGoBeforeADeploymentShrinks() {
    kind = SetKind.DEPLOYMENT;
    start("kubernetes.executor.podDeletionCost", "-9");
    want(2);
    executor(name(0) + "-a", 1);
    executor(name(0) + "-b", 2);
    want(1);
    cluster.requests.clear();
    allocator.executorsReleased(List.of(1L));
    loop.settle();
    assertThat(cluster.requests)
        .containsExactly(
            "annotate " + name(0) + "-a " + ExecutorSetBuilder.DELETION_COST + "=-9",
            "scale " + name(0) + " 1");
  }

  @Test
  void keepsDecommissionedExecutorsUntilTheyEnd() {
    kind = SetKind.DEPLOYMENT;
    start();
    want(2);
    executor(name(0) + "-a", 1);
    executor(name(0) + "-b", 2);
    want(1);
    allocator.decommissioning(List.of(2L));
    loop.settle();
    assertThat(cluster.count("annotate")).isEqualTo(1);
    assertThat(sizes()).isEmpty();
    gone(name(0) + "-b", 2);
    assertThat(sizes()).containsExactly("scale " + name(0) + " 1");
  }

  @Test
  void waitsWithAStatefulSetUntilTheHighestNumbersAreFree() {
    start();
    want(3);
    for (int i = 0; i < 3; i++) {
      executor(name(0) + "-" + i, i + 1);
    }
    want(1);
    allocator.executorsReleased(List.of(1L, 2L));
    loop.settle();
    assertThat(sizes()).as("number 2 is at work").isEmpty();
    allocator.executorsReleased(List.of(3L));
    loop.settle();
    assertThat(sizes()).containsExactly("scale " + name(0) + " 1");
  }

  @Test
  void givesBackWhatHasNoExecutorYetAtOnce() {
    start();
    want(5);
    executor(name(0) + "-0", 1);
    want(2);
    assertThat(sizes()).containsExactly("scale " + name(0) + " 2");
  }

  @Test
  void protectsAnExecutorFromTheMomentItHasItsId() {
    start();
    want(3);
    allocator.idGiven(name(0) + "-2", 1);
    want(1);
    assertThat(sizes()).isEmpty();
  }

  @Test
  void forgetsAnExecutorWhosePodWasNeverSeen() {
    start();
    want(3);
    allocator.idGiven(name(0) + "-2", 1);
    want(1);
    loop.advance(Duration.ofMinutes(20));
    store.replace(List.of(), 1000, loop.now(), true);
    loop.settle();
    assertThat(sizes()).containsExactly("scale " + name(0) + " 1");
  }

  @Test
  void asksForNoMoreThanMayBePending() {
    start("kubernetes.allocation.maxPendingPods", "2");
    want(5);
    StatefulSet set = (StatefulSet) cluster.objects.get(name(0));
    assertThat(set.getSpec().getReplicas()).isEqualTo(2);
    executor(name(0) + "-0", 1);
    assertThat(sizes()).containsExactly("scale " + name(0) + " 3");
  }

  @Test
  void triesAgainWhereTheServerIsBusy() {
    start();
    want(1);
    cluster.scaleFaults.add(FakeCluster.failure(429, "TooManyRequests", "slow down"));
    want(4);
    loop.advance(Duration.ofSeconds(2));
    assertThat(sizes()).containsExactly("scale " + name(0) + " 4", "scale " + name(0) + " 4");
  }

  @Test
  void aRefusalOfOneProfileDoesNotHoldUpAnother() {
    cluster.failObjectsNamed = name(0);
    start();
    want(Map.of(0, 2, 1, 2));
    assertThat(cluster.objects.keySet()).containsExactly(name(1));
  }

  @Test
  void endsTheApplicationWhereTheServerFindsFaultWithTheTemplate() {
    cluster.objectFaults.add(FakeCluster.failure(422, "Invalid", "spec.template: bad"));
    start();
    want(2);
    assertThat(backend.aborts)
        .singleElement()
        .satisfies(
            cause ->
                assertThat(((PodsmithException) cause).codeId())
                    .isEqualTo(PodsmithError.CLUSTER_REJECTED.id()));
  }

  @Test
  void doesNotTakeOverTheSetOfAnotherDriver() {
    cluster.objectFaults.add(FakeCluster.failure(409, "AlreadyExists", "exists"));
    start();
    want(2);
    assertThat(backend.aborts).singleElement().asString().contains("spark.app.id");
  }

  private void bringBefore(String... maps) {
    ExecutorSpecFactory plain = specs;
    specs =
        (id, profile) ->
            new ExecutorSpec(
                plain.build(id, profile).pod(),
                Arrays.stream(maps).<HasMetadata>map(SetAllocatorTest::map).toList(),
                List.of());
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  @Test
  void doesNotTakeOverAnObjectOfAnotherApplication() {
    bringBefore("mine", "shared");
    ConfigMap other = map("shared");
    other.getMetadata().setLabels(Map.of(Constants.SPARK_APP_ID_LABEL, "another"));
    cluster.objects.put("shared", other);
    cluster.existing.add("shared");
    start();
    want(2);
    assertThat(backend.aborts)
        .singleElement()
        .asString()
        .contains("PODSMITH-CLUSTER-006", "ConfigMap shared", "belongs to application another");
    assertThat(cluster.objects.keySet())
        .as("no set, nothing without an owner")
        .containsOnly("shared");
    assertThat(cluster.count("own ")).isZero();
  }

  @Test
  void usesTheObjectsOfASetThatWasDeletedByOthers() {
    bringBefore("shared");
    ConfigMap before = map("shared");
    before
        .getMetadata()
        .setOwnerReferences(
            List.of(OwnerReferences.of("apps/v1", "StatefulSet", name(0), "uid-of-the-first")));
    cluster.objects.put("shared", before);
    cluster.existing.add("shared");
    start();
    want(2);
    assertThat(backend.aborts).isEmpty();
    assertThat(cluster.objects).containsKey(name(0));
  }

  @Test
  void doesNotTakeOverTheSetOfAnotherDriverAfterARefusal() {
    cluster.objectFaults.add(FakeCluster.failure(403, "Forbidden", "exceeded quota"));
    cluster.objectFaults.add(FakeCluster.failure(409, "AlreadyExists", "exists"));
    start();
    want(2);
    cluster.objects.put(name(0), new ConfigMapBuilder().withNewMetadata().endMetadata().build());
    loop.advance(Duration.ofSeconds(10));
    assertThat(backend.aborts).singleElement().asString().contains("spark.app.id");
  }

  @Test
  void makesTheSetAnewWhereSomebodyDeletedIt() {
    start();
    want(1);
    cluster.objects.clear();
    cluster.scaleFaults.add(FakeCluster.failure(404, "NotFound", "not found"));
    want(2);
    assertThat(((StatefulSet) cluster.objects.get(name(0))).getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void createsWhatStepsBringOnceForTheWholeSetWhichOwnsIt() {
    HasMetadata map =
        new ConfigMapBuilder().withNewMetadata().withName("map").endMetadata().build();
    ExecutorSpecFactory plain = TestPods.specs(APP);
    specs =
        (id, profile) -> new ExecutorSpec(plain.build(id, profile).pod(), List.of(), List.of(map));
    start();
    want(3);
    assertThat(cluster.objects.get("map").getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("StatefulSet");
              assertThat(owner.getUid()).isEqualTo("uid-" + name(0));
            });
    assertThat(map.getMetadata().getOwnerReferences())
        .as("the step may return the same object again, and on another thread")
        .isEmpty();
  }

  @Test
  void endsTheApplicationWhenAllExecutorsThatItMayHaveWereThere() {
    start("kubernetes.allocation.maximum", "2");
    want(1);
    allocator.idGiven(name(0) + "-0", 3);
    assertThat(backend.aborts).singleElement().asString().contains("allocation.maximum");
  }

  @Test
  void tellsExecutorsWhosePodsAreGone() {
    start();
    want(1);
    executor(name(0) + "-0", 1);
    assertThat(allocator.isDeleted(1)).isFalse();
    gone(name(0) + "-0", 1);
    assertThat(allocator.isDeleted(1)).isTrue();
  }

  @Test
  void namesItsSetsForTheEnd() {
    start();
    assertThat(allocator.podControllers()).isEmpty();
    want(1);
    assertThat(allocator.podControllers())
        .singleElement()
        .satisfies(set -> assertThat(set.getMetadata().getName()).isEqualTo(name(0)));
  }

  private static final String DENIED =
      "create Pod spark-s-app-0-0 in StatefulSet spark-s-app-0 failed error: pods"
          + " \"spark-s-app-0-0\" is forbidden: violates PodSecurity \"restricted:latest\"";

  @Test
  void endsWhereTheControllerIsDeniedEveryPodForMinutes() {
    start();
    cluster.whyNoPods = Optional.of(DENIED);
    want(2);
    loop.advance(Duration.ofMinutes(2));
    assertThat(backend.aborts).isEmpty();
    loop.advance(Duration.ofMinutes(2));
    assertThat(backend.aborts).singleElement().asString().contains("violates PodSecurity");
  }

  @Test
  void saysOnceWhyTheControllerCreatesNoPods() {
    start();
    cluster.whyNoPods = Optional.of(DENIED);
    want(2);
    executor("spark-s-app-0-0", 1);
    try (LogLines log = new LogLines(SetShortages.class)) {
      loop.advance(Duration.ofMinutes(30));
      assertThat(log.lines())
          .as("the server's words, once")
          .singleElement()
          .asString()
          .startsWith("WARN StatefulSet spark-s-app-0 has 1 of 2 pods")
          .contains("violates PodSecurity");
    }
    assertThat(backend.aborts).as("one of its pods was accepted").isEmpty();
  }

  @Test
  void createsASetAgainThatIsMissingThoughNothingWasToChange() {
    start();
    want(2);
    cluster.whyFaults.add(FakeCluster.failure(404, "NotFound", "not found"));
    loop.advance(Duration.ofSeconds(15));
    assertThat(cluster.count("create object spark-s-app-0")).isEqualTo(2);
  }

  @Test
  void endsAtOnceWhereTheNamespaceOfASetGoes() {
    start();
    want(1);
    executor("spark-s-app-0-0", 1);
    cluster.scaleFaults.add(RejectedExecutorsTest.TERMINATING);
    want(3);
    assertThat(backend.aborts).singleElement().asString().contains("being terminated");
  }
}
