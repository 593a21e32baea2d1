// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.Rig;
import io.podsmith.scheduler.pods.testing.TestPods;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A driver that starts again with the application id and the names of an earlier one. */
class DriverRestartTest {
  private static final int EXECUTORS = 20;

  private static Rig restarted(Map<String, String> settings) {
    Rig rig = new Rig(settings);
    for (long id = 1; id <= EXECUTORS; id++) {
      rig.cluster.createPod(TestPods.executor(Rig.APP, id, 0));
    }
    rig.allocator.setTargets(Map.of(0, EXECUTORS));
    return rig;
  }

  private static void assertHasItsOwn(Rig rig) {
    assertThat(rig.backend.aborts).isEmpty();
    assertThat(rig.cluster.running()).isEqualTo(EXECUTORS);
    assertThat(rig.cluster.pods)
        .hasSize(EXECUTORS)
        .doesNotContainKeys(rig.pod(1), rig.pod(EXECUTORS));
  }

  @Test
  void hasItsOwnExecutorsSecondsAfterThoseOfTheEarlierDriverHaveExited() {
    Rig rig = restarted(Map.of("spark.executor.maxNumFailures", "1"));
    rig.start();
    assertThat(rig.cluster.pods).as("executors that are adopted").hasSize(EXECUTORS);
    for (long id = 1; id <= EXECUTORS; id++) {
      rig.cluster.setPhase(rig.pod(id), "Failed");
    }
    rig.loop.advance(Duration.ofSeconds(3));
    assertHasItsOwn(rig);
  }

  @Test
  void replacesExecutorsOfTheEarlierDriverThatHang() {
    Rig rig = restarted(Map.of());
    rig.start();
    rig.loop.advance(Duration.ofMinutes(1));
    rig.loop.advance(Duration.ofSeconds(3));
    assertHasItsOwn(rig);
  }

  @Test
  void keepsExecutorsOfTheEarlierDriverThatRegister() {
    Rig rig = restarted(Map.of());
    rig.start();
    for (long id = 1; id <= EXECUTORS; id++) {
      rig.backend.registered.put(id, 0L);
    }
    rig.loop.advance(Duration.ofMinutes(5));
    assertThat(rig.cluster.pods).hasSize(EXECUTORS).containsKeys(rig.pod(1), rig.pod(EXECUTORS));
  }

  @Test
  void doesNotTakeItsOwnExecutorsForInheritedOnes() {
    Rig rig = new Rig(Map.of());
    rig.start();
    rig.want(5);
    rig.loop.advance(Duration.ofMinutes(5));
    assertThat(rig.cluster.pods).hasSize(5).containsKeys(rig.pod(1), rig.pod(5));
    assertThat(rig.allocator.isInherited(1)).isFalse();
  }
}
