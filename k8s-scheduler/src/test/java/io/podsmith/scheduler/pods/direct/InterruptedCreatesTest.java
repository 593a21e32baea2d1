// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.keys.Constants;
import io.podsmith.scheduler.pods.cluster.ApiFailure;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.FakeCluster.Fault;
import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of creates that were cut short: none twice, none too many, nothing left behind. */
class InterruptedCreatesTest {
  private static final ApiFailure BUSY = FakeCluster.failure(429, "TooManyRequests", "slow down");
  private static final ApiFailure BROKEN = FakeCluster.failure(500, "InternalError", "broken");
  private static final ApiFailure SILENT = FakeCluster.failure(0, "", "no answer");

  private static Rig rig() {
    return new Rig(Map.of()).start();
  }

  private static Rig rigWithObjects() {
    return new Rig(Map.of(), DirectAllocatorTest.withObjects(), Optional.empty()).start();
  }

  @Test
  void doesNotAskAgainForAPodThatCameAndWentWhileItWaited() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods.keySet())
        .as("the replacement, and not the first one again")
        .containsExactly(rig.pod(2));
  }

  @Test
  void doesNotAskAgainForAPodThatCameAndWentBeforeTheAnswer() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.allocator.setTargets(Map.of(0, 1));
    rig.loop.runLoop();
    // The watch is faster than the time-out.
    rig.loop.io().execute(() -> rig.cluster.remove(rig.pod(1)));
    rig.loop.settle();
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(2));
  }

  @Test
  void onlyLooksForWhatMayExistWhenItIsNoLongerWanted() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, false));
    rig.want(1);
    rig.want(0);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.count("get " + rig.pod(1))).isEqualTo(1);
    assertThat(rig.cluster.count("create")).as("creates").isEqualTo(1);
    assertThat(rig.cluster.pods).isEmpty();
  }

  @Test
  void aPodThatIsCreatedAfterItWasGivenUpIsDeleted() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, false));
    rig.want(1);
    rig.want(0);
    rig.loop.advance(Duration.ofSeconds(5));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods).isEmpty();
  }

  @Test
  void anExecutorThatWasObservedNeedNotBeFoundByName() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.cluster.getFaults.add(FakeCluster.failure(401, "Unauthorized", "expired"));
    rig.want(1);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(1));
  }

  @Test
  void aPodThatCannotBeLookedUpIsReplacedAndDeleted() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.cluster.getFaults.add(FakeCluster.failure(401, "Unauthorized", "expired"));
    rig.cluster.watchWorks = false;
    rig.want(1);
    rig.loop.advance(Duration.ofMinutes(1));
    assertThat(rig.cluster.pods).containsOnlyKeys(rig.pod(2));
  }

  @Test
  void aPodThatALateRequestCreatesAfterItsExecutorEndedIsDeleted() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.cluster.takesEffectUntil = rig.loop.now() + 10_000;
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofSeconds(2));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    assertThat(rig.allocator.isDeleted(1)).as("must not register").isTrue();
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods.keySet()).as("only the replacement").containsExactly(rig.pod(2));
  }

  @Test
  void aPodThatALateRequestCreatesAfterARejectionIsDeleted() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, false));
    rig.cluster.takesEffectUntil = rig.loop.now() + 10_000;
    rig.cluster.podLimit = 0;
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    rig.cluster.podLimit = 10;
    rig.loop.advance(Duration.ofSeconds(5));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods.keySet()).as("only the replacement").containsExactly(rig.pod(2));
  }

  @Test
  void anExecutorThatMayExistAndIsWantedAgainIsAskedForOnce() {
    Rig rig = rig();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.cluster.watchWorks = false;
    rig.want(1);
    rig.want(0);
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1));
  }

  @Test
  void aBugAtARequestEndsTheApplicationAndLeavesNothing() {
    Rig rig = rigWithObjects();
    IllegalStateException bug = new IllegalStateException("not what was expected");
    rig.cluster.createBugs.add(bug);
    rig.want(1);
    assertThat(rig.backend.aborts).containsExactly(bug);
    assertThat(rig.allocator.isQuiet()).as("nothing is under way").isTrue();
    assertThat(rig.cluster.objects).isEmpty();
  }

  @Test
  void whatPrecedesAPodIsCreatedInFullBeforeThePod() {
    for (ApiFailure fault : List.of(BUSY, BROKEN, SILENT)) {
      Rig rig = rigWithObjects();
      rig.cluster.objectFaults.add(fault);
      rig.want(1);
      rig.loop.advance(Duration.ofSeconds(2));
      assertThat(rig.cluster.objects).as("after %s", fault.said()).containsKey("before-1");
      assertThat(rig.cluster.requests)
          .as("after %s", fault.said())
          .containsSubsequence(
              "create object before-1", "create object before-1", "create " + rig.pod(1))
          .doesNotContain("get " + rig.pod(1));
      assertThat(rig.cluster.pods).as("after %s", fault.said()).hasSize(1);
    }
  }

  @Test
  void whatPrecedesAPodThatIsNoLongerWantedIsCleanedAndItsIdUsedAgain() {
    Rig rig = rigWithObjects();
    rig.cluster.createFaults.add(new Fault(BUSY, false));
    rig.want(1);
    assertThat(rig.cluster.objects).containsKey("before-1");
    rig.want(0);
    assertThat(rig.cluster.objects).isEmpty();
    rig.want(1);
    rig.loop.advance(Duration.ofSeconds(1));
    assertThat(rig.cluster.pods.keySet()).containsExactly(rig.pod(1));
    assertThat(rig.cluster.objects).containsKey("before-1");
  }

  @Test
  void nothingPrecedesAPodThatCameAndWent() {
    Rig rig = rigWithObjects();
    rig.cluster.createFaults.add(new Fault(SILENT, true));
    rig.want(1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(Duration.ofSeconds(5));
    assertThat(rig.cluster.objects).doesNotContainKey("before-1").containsKey("before-2");
  }

  @Test
  void isNotQuietBeforeWhatItBeganIsCleaned() {
    Rig rig = rigWithObjects();
    rig.cluster.createFaults.add(new Fault(BUSY, false));
    rig.want(1);
    rig.allocator.stop();
    assertThat(rig.allocator.isQuiet()).as("something is left to delete").isFalse();
    rig.loop.settle();
    assertThat(rig.allocator.isQuiet()).isTrue();
    assertThat(rig.cluster.objects).isEmpty();
  }

  @Test
  void cleansWhatIsInterruptedAfterTheStop() {
    Rig rig = rigWithObjects();
    rig.cluster.createFaults.add(new Fault(BUSY, false));
    rig.allocator.setTargets(Map.of(0, 1));
    rig.loop.runLoop();
    // The stop comes between the request and its answer.
    rig.loop.runRequests();
    rig.allocator.stop();
    rig.loop.settle();
    assertThat(rig.allocator.isQuiet()).isTrue();
    assertThat(rig.cluster.objects).isEmpty();
  }

  @Test
  void passesOverNamesOfPodsThatAnEarlierDriverKept() {
    Rig rig = rig();
    rig.cluster.watchWorks = false;
    rig.cluster.createPod(TestPods.executor(Rig.APP, 1, 0));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 2, 0));
    rig.cluster.createPod(TestPods.executor(Rig.APP, 3, 0));
    rig.cluster
        .pods
        .get(rig.pod(1))
        .getMetadata()
        .getLabels()
        .put(Constants.SPARK_EXECUTOR_INACTIVE_LABEL, "true");
    rig.cluster.pods.get(rig.pod(2)).getStatus().setPhase("Failed");
    rig.cluster.pods.get(rig.pod(3)).getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    rig.cluster.watchWorks = true;
    rig.want(1);
    assertThat(rig.cluster.pods.keySet()).contains(rig.pod(4)).hasSize(4);
  }
}
