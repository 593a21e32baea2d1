// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.core.builder.ExecutorSpec;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.executors.PodSettings;
import io.podsmith.scheduler.pods.cluster.ClusterApi;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.model.PodChange;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.Eventually;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.LogLines;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClaimPoolTest {
  private static final String WAIT = "spark.kubernetes.driver.waitToReusePersistentVolumeClaim";

  private static Rig rig(Map<String, String> settings, Optional<Pod> driver) {
    Rig rig = new Rig(settings, ClaimPoolTest::spec, driver);
    rig.cluster.keepsClaims = true;
    return rig.start();
  }

  static ExecutorSpec spec(long id, int profile) {
    Pod pod =
        new PodBuilder(TestPods.executor(Rig.APP, id, profile))
            .editSpec()
            .addNewVolume()
            .withName("data")
            .withNewPersistentVolumeClaim("claim-" + id, false)
            .endVolume()
            .endSpec()
            .build();
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName("claim-" + id)
            .endMetadata()
            .withNewSpec()
            .withStorageClassName("fast")
            .withNewResources()
            .withRequests(Map.of("storage", new Quantity(profile == 0 ? "1Gi" : "2Gi")))
            .endResources()
            .endSpec()
            .build();
    return new ExecutorSpec(pod, List.of(), List.of(claim));
  }

  static String claimOf(Rig rig, long id) {
    return rig.cluster
        .pods
        .get(rig.pod(id))
        .getSpec()
        .getVolumes()
        .get(0)
        .getPersistentVolumeClaim()
        .getClaimName();
  }

  @Test
  void givesTheClaimOfAnExecutorThatWentToTheNext() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(2);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 3)).isEqualTo("claim-1");
    assertThat(rig.cluster.count("create object")).as("claims that were created").isEqualTo(2);
  }

  @Test
  void givesTheClaimOfAnExecutorWhosePodIsKeptToTheNext() {
    Rig rig =
        rig(
            Map.of("spark.kubernetes.executor.deleteOnTermination", "false"),
            Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.want(0);
    rig.cluster.setPhase(rig.pod(1), "Failed");
    rig.loop.settle();
    rig.want(1);
    assertThat(rig.cluster.pods).as("the pod of the first executor stays").hasSize(2);
    assertThat(claimOf(rig, 2)).isEqualTo("claim-1");
  }

  @Test
  void doesNotGiveAwayAClaimThatIsInUse() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(2);
    rig.want(4);
    assertThat(List.of(claimOf(rig, 3), claimOf(rig, 4))).containsExactly("claim-3", "claim-4");
  }

  @Test
  void givesOneClaimToOneExecutorOnly() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.want(20);
    assertThat(
            rig.cluster.pods.values().stream()
                .map(
                    p -> p.getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName()))
        .doesNotHaveDuplicates()
        .contains("claim-1");
  }

  @Test
  void aSmallerClaimDoesNotFit() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(Map.of(0, 1));
    rig.cluster.remove(rig.pod(1));
    rig.want(Map.of(0, 0, 1, 1));
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void aLargerClaimFits() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(Map.of(1, 1));
    rig.cluster.remove(rig.pod(1));
    rig.want(Map.of(1, 0, 0, 1));
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(claimOf(rig, 2)).isEqualTo("claim-1");
  }

  @Test
  void takesTheSmallestClaimThatFits() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(Map.of(1, 1));
    rig.want(Map.of(1, 1, 0, 1));
    rig.cluster.remove(rig.pod(1));
    rig.cluster.remove(rig.pod(2));
    rig.want(Map.of(1, 0, 0, 1));
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(rig.cluster.pods).hasSize(1);
    assertThat(claimOf(rig, 3)).isEqualTo("claim-2");
  }

  @Test
  void readsSizesWhateverTheirUnit() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster
        .claims
        .get(0)
        .getSpec()
        .getResources()
        .setRequests(Map.of("storage", new Quantity("1073741824")));
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).as("1073741824 is 1Gi").isEqualTo("claim-1");
  }

  @Test
  void aClaimOfAnotherStorageClassDoesNotFit() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.claims.get(0).getSpec().setStorageClassName("slow");
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void aClaimThatIsBeingDeletedIsNotUsedAgain() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.claims.get(0).getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void reusesNoClaimWhereTheUserDoesNotWantIt() {
    Rig rig =
        rig(
            Map.of("spark.kubernetes.driver.reusePersistentVolumeClaim", "false"),
            Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void reusesNoClaimThatGoesWithItsExecutor() {
    Rig rig =
        rig(
            Map.of("spark.kubernetes.driver.ownPersistentVolumeClaim", "false"),
            Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void waitsForAClaimWhereTheUserSaysSo() {
    Rig rig =
        rig(
            Map.of(WAIT, "true", "spark.executor.instances", "2"),
            Optional.of(DirectAllocatorTest.driver()));
    rig.want(3);
    rig.loop.advance(Duration.ofMinutes(2));
    assertThat(rig.cluster.pods).hasSize(2);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 3)).isEqualTo("claim-1");
  }

  @Test
  void keepsOutOfItWhereThereIsNoDriverPod() {
    Rig rig = rig(Map.of(), Optional.empty());
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(rig.cluster.count("list claims")).isZero();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-2");
  }

  private static Pod driverWithAClaim() {
    return new PodBuilder(DirectAllocatorTest.driver())
        .withNewSpec()
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim("driver-claim", false)
        .endVolume()
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claim(String name) {
    PersistentVolumeClaim claim = (PersistentVolumeClaim) spec(0, 1).resources().get(0);
    claim.getMetadata().setName(name);
    return claim;
  }

  @Test
  void doesNotGiveAwayTheClaimOfTheDriver() {
    Rig rig = rig(Map.of(), Optional.of(driverWithAClaim()));
    rig.cluster.claims.add(claim("driver-claim"));
    rig.want(1);
    assertThat(claimOf(rig, 1)).isEqualTo("claim-1");
    rig.cluster.remove(rig.pod(1));
    rig.loop.settle();
    assertThat(claimOf(rig, 2)).isEqualTo("claim-1");
  }

  @Test
  void listsAgainWhereWhatIsFreeDoesNotFit() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(Map.of(0, 1, 1, 1));
    rig.cluster.remove(rig.pod(1));
    rig.want(Map.of(0, 0, 1, 2));
    assertThat(claimOf(rig, 3)).as("1Gi is free and too small").isEqualTo("claim-3");
    rig.cluster.remove(rig.pod(2));
    rig.loop.settle();
    assertThat(claimOf(rig, 4)).isEqualTo("claim-2");
  }

  @Test
  void listsOnceWhereNoClaimIsGivenBack() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    for (int executors = 1; executors <= 20; executors++) {
      rig.want(executors);
      rig.loop.advance(Duration.ofSeconds(2));
    }
    assertThat(rig.cluster.count("list claims")).isEqualTo(1);
  }

  @Test
  void saysOnceThatClaimsMayNotBeListed() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    for (int i = 0; i < 20; i++) {
      rig.cluster.claimListFaults.add(FakeCluster.failure(403, "Forbidden", "no list"));
    }
    try (LogLines log = new LogLines(ClaimPool.class)) {
      rig.want(1);
      for (int id = 1; id <= 5; id++) {
        rig.cluster.remove(rig.pod(id));
        rig.loop.advance(Duration.ofSeconds(2));
      }
      assertThat(log.lines()).singleElement().asString().startsWith("INFO").contains("no list");
    }
    assertThat(claimOf(rig, 6)).isEqualTo("claim-6");
  }

  @Test
  void allThatAskWhileClaimsAreListedGetOne() throws Throwable {
    int executors = 8;
    List<PersistentVolumeClaim> claims = new CopyOnWriteArrayList<>();
    AtomicInteger lists = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    ClusterApi api =
        (ClusterApi)
            Proxy.newProxyInstance(
                ClusterApi.class.getClassLoader(),
                new Class<?>[] {ClusterApi.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("listClaims");
                  if (lists.incrementAndGet() > 1) {
                    answer.await();
                  }
                  return List.copyOf(claims);
                });
    ClaimPool pool =
        new ClaimPool(
            api,
            PodSettings.read(SparkSettings.of(Map.of(), Map.of())),
            Optional.of(DirectAllocatorTest.driver()),
            System::currentTimeMillis);
    pool.onFullList(0, true);
    for (long id = 1; id <= executors; id++) {
      ExecutorSpec spec = pool.assign(id, spec(id, 0)).orElseThrow();
      claims.add((PersistentVolumeClaim) spec.resources().get(0));
    }
    for (long id = 1; id <= executors; id++) {
      ExecutorPod pod = Documents.executor(spec(id, 0).pod()).orElseThrow();
      pool.onChanges(List.of(new PodChange(Optional.of(pod), pod.gone(), true)));
    }

    List<ExecutorSpec> assigned = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (long id = executors + 1; id <= 2 * executors; id++) {
      long executorId = id;
      Thread thread =
          new Thread(
              () -> assigned.add(pool.assign(executorId, spec(executorId, 0)).orElseThrow()));
      thread.start();
      threads.add(thread);
    }
    Eventually.within(
        Duration.ofSeconds(10),
        () -> assertThat(threads).allMatch(t -> t.getState() == Thread.State.WAITING));
    answer.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(assigned)
        .hasSize(executors)
        .as("nothing is created")
        .allMatch(spec -> spec.resources().isEmpty())
        .extracting(
            spec ->
                spec.pod().getSpec().getVolumes().get(0).getPersistentVolumeClaim().getClaimName())
        .doesNotHaveDuplicates();
    assertThat(pool.created()).isEqualTo(executors);
    assertThat(lists).as("one list for all").hasValue(2);
  }

  @Test
  void asksForTheListAgainThatFailed() {
    Rig rig = rig(Map.of(), Optional.of(DirectAllocatorTest.driver()));
    rig.want(1);
    rig.cluster.claimListFaults.add(FakeCluster.failure(429, "", "busy"));
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(claimOf(rig, 2)).isEqualTo("claim-1");
  }
}
