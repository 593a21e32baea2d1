// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New executors wait for the volume claims of executors on their way out, and for no longer. */
class AwaitedClaimsTest {
  private static final Consumer<Pod> DELETING =
      pod -> {
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:06Z");
        pod.getMetadata().setDeletionGracePeriodSeconds(6L);
      };

  private static Rig rig(String... settings) {
    Map<String, String> conf = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      conf.put(settings[i], settings[i + 1]);
    }
    Rig rig = new Rig(conf, ClaimPoolTest::spec, Optional.of(DirectAllocatorTest.driver())).start();
    rig.cluster.keepsClaims = true;
    return rig;
  }

  private static void leave(Rig rig, long id) {
    rig.cluster.change(rig.pod(id), DELETING);
    rig.loop.settle();
  }

  private static void go(Rig rig, long id) {
    rig.cluster.remove(rig.pod(id));
    rig.loop.settle();
  }

  @Test
  void waitsUntilTheDeletedPodIsGone() {
    Rig rig = rig();
    rig.want(1);
    leave(rig, 1);
    rig.loop.advance(Duration.ofSeconds(6));
    assertThat(rig.cluster.pods).as("no fresh claim for a new executor").hasSize(1);
    go(rig, 1);
    assertThat(ClaimPoolTest.claimOf(rig, 2)).isEqualTo("claim-1");
    assertThat(rig.cluster.count("create object")).as("claims that were created").isEqualTo(1);
  }

  @Test
  void waitsForThePodOfAnExecutorThatCrashed() {
    Rig rig = rig();
    rig.want(1);
    // The pod is deleted by us and takes a while to go.
    rig.cluster.deleteFaults.add(FakeCluster.failure(500, "", "not now"));
    rig.cluster.setPhase(rig.pod(1), "Failed");
    rig.loop.settle();
    assertThat(rig.cluster.pods).doesNotContainKey(rig.pod(2));
    rig.loop.advance(Duration.ofSeconds(10));
    assertThat(ClaimPoolTest.claimOf(rig, 2)).isEqualTo("claim-1");
  }

  @Test
  void waitsNoLongerThanTheGracePeriodAndSomeSeconds() {
    Rig rig = rig();
    rig.want(1);
    leave(rig, 1);
    rig.loop.advance(Duration.ofSeconds(15));
    assertThat(rig.cluster.pods).hasSize(1);
    rig.loop.advance(Duration.ofSeconds(2));
    assertThat(ClaimPoolTest.claimOf(rig, 2)).isEqualTo("claim-2");
    go(rig, 1);
    rig.want(2);
    assertThat(ClaimPoolTest.claimOf(rig, 3)).as("free by now").isEqualTo("claim-1");
  }

  @Test
  void asManyWaitAsClaimsBecomeFree() {
    Rig rig = rig();
    rig.want(4);
    leave(rig, 1);
    leave(rig, 2);
    rig.want(10);
    assertThat(rig.cluster.running()).as("two of ten wait").isEqualTo(8);
    go(rig, 2);
    go(rig, 1);
    assertThat(rig.cluster.running()).isEqualTo(10);
    assertThat(rig.cluster.count("create object")).as("claims that were created").isEqualTo(10);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).hasSize(10);
  }

  @Test
  void doesNotWaitForAClaimThatDoesNotFit() {
    Rig rig = rig();
    rig.want(Map.of(0, 1));
    leave(rig, 1);
    rig.want(Map.of(0, 0, 1, 1));
    assertThat(ClaimPoolTest.claimOf(rig, 2)).as("2Gi are wanted, 1Gi leaves").isEqualTo("claim-2");
  }

  @Test
  void doesNotWaitWithoutClaims() {
    Rig rig =
        new Rig(Map.of(), TestPods.specs(Rig.APP), Optional.of(DirectAllocatorTest.driver()))
            .start();
    rig.want(1);
    leave(rig, 1);
    assertThat(rig.cluster.pods).containsKey(rig.pod(2));
  }

  @Test
  void doesNotWaitWhereClaimsAreNotReused() {
    Rig rig = rig("spark.kubernetes.driver.reusePersistentVolumeClaim", "false");
    rig.want(1);
    leave(rig, 1);
    assertThat(ClaimPoolTest.claimOf(rig, 2)).isEqualTo("claim-2");
  }

  @Test
  void whatWaitsTakesNoPlaceFromOtherProfiles() {
    Rig rig = rig("spark.kubernetes.allocation.maxPendingPods", "1");
    rig.want(Map.of(0, 1));
    leave(rig, 1);
    rig.want(Map.of(0, 1, 1, 1));
    assertThat(rig.cluster.running()).as("profile 1 needs other claims").isEqualTo(1);
    assertThat(rig.cluster.pods).containsKey(rig.pod(3));
    go(rig, 1);
    assertThat(ClaimPoolTest.claimOf(rig, 2)).isEqualTo("claim-1");
  }

  @Test
  void theCeilingHoldsForWhatHasWaited() {
    Rig rig = rig("spark.kubernetes.allocation.maxPendingPods", "1");
    rig.want(2);
    rig.cluster.runsAtOnce = false;
    leave(rig, 1);
    leave(rig, 2);
    go(rig, 1);
    go(rig, 2);
    assertThat(rig.cluster.pods).as("one may be pending").hasSize(1);
    String first = rig.cluster.pods.keySet().iterator().next();
    rig.cluster.setPhase(first, "Running");
    rig.loop.settle();
    assertThat(rig.cluster.pods).hasSize(2);
    assertThat(rig.cluster.count("create object")).as("claims that were created").isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesUpTheWaitWhereTheExecutorIsNoLongerWanted(boolean isGone) {
    Rig rig = rig();
    rig.want(1);
    leave(rig, 1);
    rig.want(0);
    if (isGone) {
      go(rig, 1);
    }
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    go(rig, 1);
    assertThat(ClaimPoolTest.claimOf(rig, 2)).as("the same id, and the claim").isEqualTo("claim-1");
  }

  @Test
  void aStopDoesNotWaitForClaims() {
    Rig rig = rig();
    rig.want(1);
    leave(rig, 1);
    rig.allocator.stop();
    rig.loop.settle();
    assertThat(rig.allocator.isQuiet()).isTrue();
    go(rig, 1);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).isEmpty();
  }
}
