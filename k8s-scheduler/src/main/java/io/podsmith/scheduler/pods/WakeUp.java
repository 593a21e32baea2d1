package io.podsmith.scheduler.pods;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs one task on the loop: soon after anything happened, once for all that happened meanwhile,
 * and at the earliest of the times that were asked for.
 */
final class WakeUp {
  /** Alarms in the past or at once ring no sooner than this. */
  static final Duration LEAST = Duration.ofMillis(20);

  private final EventLoop loop;
  private final Runnable task;
  private boolean pending;
  private long alarmAt = Long.MAX_VALUE;
  private EventLoop.@Nullable Timer timer;

  WakeUp(EventLoop loop, Runnable task) {
    this.loop = loop;
    this.task = task;
  }

  void soon() {
    if (!pending) {
      pending = true;
      loop.execute(this::run);
    }
  }

  /**
   * Asks for a run at a time, in milliseconds since the epoch; times that have passed are ignored.
   */
  void at(long time) {
    long now = loop.now();
    if (time <= now || time >= alarmAt) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    alarmAt = time;
    Duration delay = Duration.ofMillis(Math.max(LEAST.toMillis(), time - now));
    timer =
        loop.schedule(
            delay,
            () -> {
              alarmAt = Long.MAX_VALUE;
              soon();
            });
  }

  private void run() {
    pending = false;
    task.run();
  }
}
