// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.Rig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Executors that the scheduler releases, whatever was observed of their pods until then. */
class ReleasedExecutorsTest {
  private static final Duration AFTER_GRACE = Duration.ofSeconds(10);

  private static Rig rigWithDeafWatch() {
    Rig rig = new Rig(Map.of()).start();
    rig.cluster.watchWorks = false;
    return rig;
  }

  private static void kill(Rig rig, long id) {
    rig.pods.killExecutors(List.of(id));
    rig.loop.settle();
  }

  @Test
  void deletesOneThatStillRunsAndWhosePodWasNotObserved() {
    Rig rig = rigWithDeafWatch();
    rig.want(1);
    rig.allocator.setTargets(Map.of(0, 0));
    kill(rig, 1);
    rig.loop.advance(AFTER_GRACE);
    assertThat(rig.cluster.pods).isEmpty();
  }

  @Test
  void deletesOneThatStillRunsAndWasObservedBeforeItRan() {
    Rig rig = new Rig(Map.of()).start();
    rig.cluster.runsAtOnce = false;
    rig.want(1);
    rig.cluster.watchWorks = false;
    rig.cluster.setPhase(rig.pod(1), "Running");
    rig.allocator.setTargets(Map.of(0, 0));
    kill(rig, 1);
    rig.loop.advance(AFTER_GRACE);
    assertThat(rig.cluster.pods).isEmpty();
  }

  @Test
  void replacesOneWhosePodIsObservedOnlyAfterwards() {
    Rig rig = rigWithDeafWatch();
    rig.want(1);
    kill(rig, 1);
    rig.cluster.watchWorks = true;
    rig.cluster.setPhase(rig.pod(1), "Running");
    rig.loop.settle();
    assertThat(rig.cluster.pods).as("a released executor does not count").containsKey(rig.pod(2));
  }

  @Test
  void sendsNoRequestForOneThatHasExited() {
    Rig rig = new Rig(Map.of()).start();
    rig.want(1);
    rig.allocator.setTargets(Map.of(0, 0));
    kill(rig, 1);
    rig.cluster.remove(rig.pod(1));
    rig.loop.advance(AFTER_GRACE);
    assertThat(rig.cluster.count("delete")).isZero();
  }
}
