// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.podsmith.scheduler.pods.cluster.ClusterApi.PodEvent;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.FakeGrowthApi;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.TestPods;
import io.podsmith.scheduler.pods.watch.ExecutorPodStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryGrowerTest {
  private static final long MIB = 1L << 20;
  private static final String CONTAINER = "spark-kubernetes-executor";
  private static final Growth GROWTH = new Growth(0.9, 0.1, 2000 * MIB);

  private final ManualLoop loop = new ManualLoop();
  private final ExecutorPodStore store = new ExecutorPodStore(loop);
  private final FakeGrowthApi api = new FakeGrowthApi();
  private final MemoryGrower grower = new MemoryGrower(api, store, loop, Documents.RULES);
  private long version = 1;

  MemoryGrowerTest() {
    store.subscribe(grower);
  }

  private static Pod pod(long id, String limit, String phase) {
    return new PodBuilder(TestPods.executor("app", id, 0))
        .editSpec()
        .editFirstContainer()
        .withNewResources()
        .withLimits(limit.isEmpty() ? Map.of() : Map.of("memory", new Quantity(limit)))
        .endResources()
        .endContainer()
        .endSpec()
        .withStatus(Documents.status(phase))
        .build();
  }

  private void there(Pod pod) {
    tell(pod, false);
  }

  private void tell(Pod pod, boolean gone) {
    pod.getMetadata().setResourceVersion(Long.toString(version++));
    ExecutorPod executor = Documents.executor(pod).orElseThrow();
    store.update(List.of(new PodEvent(gone ? executor.gone() : executor, gone)));
  }

  private void uses(long id, long mebibytes) {
    api.usage.put(TestPods.name("app", id), Map.of(CONTAINER, mebibytes * MIB));
  }

  private void look(Growth growth) {
    grower.look(growth);
    loop.settle();
  }

  @Test
  void remembersWhatAnExecutorUsedUntilItIsGone() {
    there(pod(1, "1000Mi", "Running"));
    uses(1, 700);
    look(GROWTH);
    there(pod(1, "1000Mi", "Failed"));
    assertThat(grower.lastUsage(1)).hasValue(700 * MIB);
    tell(pod(1, "1000Mi", "Failed"), true);
    assertThat(grower.lastUsage(1)).isEmpty();
  }

  @Test
  void givesMoreToAnExecutorAboveTheThreshold() {
    there(pod(1, "1000Mi", "Running"));
    there(pod(2, "1000Mi", "Running"));
    uses(1, 901);
    uses(2, 900);
    look(GROWTH);
    assertThat(api.requests).containsExactly("app-exec-1 " + CONTAINER + " " + 1100 * MIB);
  }

  @Test
  void goesNoFurtherThanTheMaximum() {
    there(pod(1, "1900Mi", "Running"));
    uses(1, 1890);
    look(GROWTH);
    assertThat(api.requests).containsExactly("app-exec-1 " + CONTAINER + " " + 2000 * MIB);
    there(pod(1, "2000Mi", "Running"));
    uses(1, 1990);
    look(GROWTH);
    assertThat(api.requests).as("it has all that it may be given").hasSize(1);
  }

  @Test
  void doesNotOverflowWithoutAMaximum() {
    assertThat(new Growth(0.5, 1, Long.MAX_VALUE).next(Long.MAX_VALUE / 2 + 10))
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void leavesExecutorsAloneThatDoNotRunOrHaveNoLimitOrWereNotMeasured() {
    there(pod(1, "1000Mi", "Pending"));
    there(pod(2, "", "Running"));
    there(pod(3, "1000Mi", "Running"));
    Pod leaving = pod(4, "1000Mi", "Running");
    leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
    there(leaving);
    uses(1, 999);
    uses(2, 999);
    uses(4, 999);
    api.usage.put(TestPods.name("app", 3), Map.of("side-car", 999 * MIB));
    look(GROWTH);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void asksAgainWithGrowingPausesAfterARefusal() {
    there(pod(1, "1000Mi", "Running"));
    uses(1, 950);
    for (int i = 0; i < 2; i++) {
      api.resizeFaults.add(FakeCluster.failure(422, "Invalid", "node without support for resize"));
    }
    look(GROWTH);
    look(GROWTH);
    assertThat(api.requests).as("asked once, and then there is a pause").hasSize(1);
    loop.advance(Duration.ofMinutes(1));
    look(GROWTH);
    loop.advance(Duration.ofMinutes(1));
    look(GROWTH);
    assertThat(api.requests).as("the second pause is longer").hasSize(2);
    loop.advance(Duration.ofMinutes(1));
    look(GROWTH);
    assertThat(api.requests).hasSize(3);
  }

  @Test
  void waitsWhileTheNodeHasNotGivenWhatWasAskedFor() {
    Pod pod = pod(1, "1000Mi", "Running");
    pod.getStatus()
        .setConditions(
            List.of(
                new io.fabric8.kubernetes.api.model.PodConditionBuilder()
                    .withType("PodResizePending")
                    .withStatus("True")
                    .withReason("Deferred")
                    .withMessage("Node didn't have enough resource: memory")
                    .build()));
    there(pod);
    uses(1, 950);
    look(GROWTH);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void goesOnOnceThereAreMetrics() {
    there(pod(1, "1000Mi", "Running"));
    uses(1, 950);
    api.measureFaults.add(FakeCluster.failure(404, "NotFound", "no such resource"));
    look(GROWTH);
    assertThat(api.requests).isEmpty();
    look(GROWTH);
    assertThat(api.requests).hasSize(1);
  }

  @Test
  void measuresOneAfterAnother() {
    there(pod(1, "1000Mi", "Running"));
    uses(1, 950);
    grower.look(GROWTH);
    grower.look(GROWTH);
    assertThat(loop.requestsUnderWay()).isEqualTo(1);
    loop.settle();
    assertThat(api.requests).hasSize(1);
  }

  @Test
  void forgetsARefusalWithItsPod() {
    there(pod(1, "1000Mi", "Running"));
    uses(1, 950);
    api.resizeFaults.add(FakeCluster.failure(422, "Invalid", "no"));
    look(GROWTH);
    tell(pod(1, "1000Mi", "Running"), true);
    there(pod(1, "1000Mi", "Running"));
    look(GROWTH);
    assertThat(api.requests).hasSize(2);
  }
}
