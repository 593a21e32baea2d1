package io.podsmith.scheduler.pods.loop;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread on which the state of executor management lives, and its clock.
 *
 * <p>What runs here never waits; what waits for the API server runs on {@link #io()}.
 */
public interface EventLoop extends Executor {
  /** Something that will happen unless it is cancelled before. */
  interface Timer {
    void cancel();
  }

  /** Runs a task on the loop as soon as may be. Ignored once the loop is closed. */
  @Override
  void execute(Runnable task);

  /** Runs a task on the loop later. Ignored once the loop is closed. */
  Timer schedule(Duration delay, Runnable task);

  /** Threads for requests, whose results come back by {@link #execute}. */
  Executor io();

  /**
   * Returns the time in milliseconds, by a clock that begins at the wall time of the loop's start
   * and never goes back. For pauses and deadlines; setting the machine's clock does not change
   * them.
   */
  long now();
}
