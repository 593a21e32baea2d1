// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WakeUpTest {
  private final ManualLoop loop = new ManualLoop();
  private final long start = loop.now();
  private final List<Long> runs = new ArrayList<>();
  private Optional<WakeUp> wakeUp = Optional.empty();

  private WakeUp wakeUp(long alarmAfter, Duration lasts) {
    wakeUp =
        Optional.of(
            new WakeUp(
                loop,
                now -> {
                  runs.add(now - start);
                  loop.busyFor(lasts);
                  wakeUp.orElseThrow().at(start + alarmAfter);
                }));
    return wakeUp.get();
  }

  @Test
  void runsOnceForAllThatHappensTogether() {
    WakeUp once = wakeUp(0, Duration.ZERO);
    once.soon();
    once.soon();
    loop.settle();
    assertThat(runs).containsExactly(0L);
  }

  @Test
  void ringsWhereTheTimeCameWhileTheTaskRan() {
    wakeUp(10, Duration.ofMillis(15)).soon();
    loop.advance(Duration.ofSeconds(1));
    assertThat(runs)
        .as("the first run began before the time, so another has to see it")
        .containsExactly(0L, 15 + WakeUp.LEAST.toMillis());
  }

  @Test
  void ringsAtTheEarliestTime() {
    wakeUp(500, Duration.ZERO).soon();
    loop.runLoop();
    wakeUp.orElseThrow().at(start + 300);
    wakeUp.orElseThrow().at(start + 900);
    loop.advance(Duration.ofSeconds(2));
    assertThat(runs).containsExactly(0L, 300L, 500L);
  }
}
