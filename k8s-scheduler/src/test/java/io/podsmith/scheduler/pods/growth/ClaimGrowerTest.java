// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.podsmith.scheduler.pods.growth.GrowthApi.ClaimSize;
import io.podsmith.scheduler.pods.model.ExecutorPod;
import io.podsmith.scheduler.pods.testing.Documents;
import io.podsmith.scheduler.pods.testing.FakeCluster;
import io.podsmith.scheduler.pods.testing.FakeGrowthApi;
import io.podsmith.scheduler.pods.testing.ManualLoop;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimGrowerTest {
  private static final Growth GROWTH = new Growth(0.5, 1, 3000);

  private final ManualLoop loop = new ManualLoop();
  private final FakeGrowthApi api = new FakeGrowthApi();
  private final ClaimGrower grower = new ClaimGrower(api, loop, Documents.RULES);
  private final ExecutorPod executor = Documents.executor(pod()).orElseThrow();

  private static Pod pod() {
    return new PodBuilder(TestPods.executor("app", 1, 0))
        .editSpec()
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim("data", false)
        .endVolume()
        .endSpec()
        .withStatus(Documents.status("Running"))
        .build();
  }

  @BeforeEach
  void hasTwoClaims() {
    api.localDirs.put("app-exec-1", List.of("first", "", "second"));
    api.claims.put("first", new ClaimSize(1000, 1000));
    api.claims.put("second", new ClaimSize(1000, 1000));
  }

  @Test
  void asksForMoreWhereAVolumeIsTooFull() {
    grower.look(executor, List.of(0.1, 0.9, 0.51), GROWTH);
    assertThat(api.requests)
        .as("of the three directories the second lies in no claim, the first has room")
        .containsExactly("second 2000");
  }

  @Test
  void leavesVolumesAloneThatHaveRoom() {
    grower.look(executor, List.of(0.5, 0.5, 0.5), GROWTH);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void asksOnceForAClaimThatHoldsTwoDirectories() {
    api.localDirs.put("app-exec-1", List.of("first", "first"));
    grower.look(executor, List.of(0.9, 0.9), GROWTH);
    assertThat(api.requests).containsExactly("first 2000");
  }

  @Test
  void waitsUntilTheVolumeHasGrown() {
    grower.look(executor, List.of(0.9), GROWTH);
    grower.look(executor, List.of(0.95), GROWTH);
    assertThat(api.requests).hasSize(1);
    api.claims.put("first", new ClaimSize(2000, 2000));
    grower.look(executor, List.of(0.95), GROWTH);
    assertThat(api.requests).containsExactly("first 2000", "first 3000");
  }

  @Test
  void goesNoFurtherThanTheMaximum() {
    api.claims.put("first", new ClaimSize(3000, 3000));
    grower.look(executor, List.of(0.9), GROWTH);
    assertThat(api.requests).isEmpty();
  }

  @Test
  void asksAgainAfterARefusal() {
    api.resizeFaults.add(FakeCluster.failure(403, "Forbidden", "storageclass must support resize"));
    grower.look(executor, List.of(0.9), GROWTH);
    grower.look(executor, List.of(0.9), GROWTH);
    assertThat(api.requests).hasSize(1);
    loop.advance(Duration.ofMinutes(2));
    grower.look(executor, List.of(0.9), GROWTH);
    assertThat(api.requests).as("a refusal need not last").hasSize(2);
  }

  @Test
  void asksNothingAboutExecutorsWithoutClaims() {
    ExecutorPod plain = Documents.executor(TestPods.executor("app", 1, 0)).orElseThrow();
    grower.look(plain, List.of(0.9), GROWTH);
    assertThat(api.requests).isEmpty();
  }
}
