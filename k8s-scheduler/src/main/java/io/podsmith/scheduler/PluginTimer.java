// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task of a plugin at a fixed rate, on a daemon thread, until the application stops.
 *
 * <p>Spark shuts plugins down only after the scheduler, and a scheduler that waits for its pods to
 * go takes seconds: by then the task would talk to what is no longer there.
 */
public final class PluginTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginTimer.class);

  private final ScheduledExecutorService thread;

  private PluginTimer(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /** A task that may throw anything: Scala declares no exceptions. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs the task once.
     *
     * @throws Exception which is logged; the task runs again at the next time
     */
    void run() throws Exception;
  }

  /**
   * Starts a timer.
   *
   * @param name the name of the thread and of the task in the log
   * @param first the time until the task runs first
   * @param interval the time between two runs
   * @param isStopped whether the application is stopping, in which case the task does not run
   * @return to be closed by the plugin
   */
  public static PluginTimer start(
      String name, Duration first, Duration interval, BooleanSupplier isStopped, Task task) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            run -> {
              Thread daemon = new Thread(run, name);
              daemon.setDaemon(true);
              return daemon;
            });
    thread.scheduleAtFixedRate(
        guarded(name, isStopped, task),
        first.toMillis(),
        interval.toMillis(),
        TimeUnit.MILLISECONDS);
    return new PluginTimer(thread);
  }

  /** A task that throws would never run again. */
  static Runnable guarded(String name, BooleanSupplier isStopped, Task task) {
    return () -> {
      if (isStopped.getAsBoolean()) {
        return;
      }
      try {
        task.run();
      } catch (Exception e) {
        if (isStopped.getAsBoolean()) {
          LOG.debug("{} was interrupted because the application is stopping", name, e);
        } else {
          LOG.error("{} failed; retrying at the next interval", name, e);
        }
      }
    };
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
