// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task on the loop: soon after anything happened, once for all that happened meanwhile,
 * and at the earliest of the requested times.
 */
public final class WakeUp {
  /** Alarms in the past or at once ring no sooner than this. */
  static final Duration LEAST = Duration.ofMillis(20);

  private final EventLoop loop;
  private final LongConsumer task;
  private boolean pending;
  private long ranAt;
  private OptionalLong alarmAt = OptionalLong.empty();
  private EventLoop.@Nullable Timer timer;

  /**
   * @param task gets the time of its run, in milliseconds since the epoch
   */
  public WakeUp(EventLoop loop, LongConsumer task) {
    this.loop = loop;
    this.task = task;
  }

  public void soon() {
    if (!pending) {
      pending = true;
      loop.execute(this::run);
    }
  }

  /**
   * Schedules a run at a time, in milliseconds since the epoch. Times up to that of the latest run
   * are ignored, as that run could act on them; one that has passed since is not.
   */
  public void at(long time) {
    if (time <= ranAt || (alarmAt.isPresent() && time >= alarmAt.getAsLong())) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    alarmAt = OptionalLong.of(time);
    Duration delay = Duration.ofMillis(Math.max(LEAST.toMillis(), time - loop.now()));
    timer =
        loop.schedule(
            delay,
            () -> {
              alarmAt = OptionalLong.empty();
              soon();
            });
  }

  private void run() {
    pending = false;
    ranAt = loop.now();
    task.accept(ranAt);
  }
}
