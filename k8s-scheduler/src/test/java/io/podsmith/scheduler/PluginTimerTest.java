// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PluginTimerTest {
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void doesNothingOnceTheApplicationStops() {
    Runnable task = PluginTimer.guarded("roller", stopped::get, runs::incrementAndGet);
    task.run();
    stopped.set(true);
    task.run();
    assertThat(runs).hasValue(1);
  }

  @Test
  void runsAgainAfterAFailure() {
    Runnable task =
        PluginTimer.guarded(
            "roller",
            stopped::get,
            () -> {
              runs.incrementAndGet();
              throw new Exception("no scheduler");
            });
    assertThatCode(task::run).doesNotThrowAnyException();
    assertThatCode(task::run).doesNotThrowAnyException();
    assertThat(runs).hasValue(2);
  }
}
