// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The one clock of a simulation, with all that is to happen on it. Used by one thread. */
final class VirtualTime {
  static final long START = 1_700_000_000_000L;

  private record Event(long at, long order, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long now = START;
  private long order;
  private boolean isHalted;

  /** Returns the time in milliseconds since the epoch. */
  long now() {
    return now;
  }

  /** Returns the time in milliseconds since the start. */
  long elapsed() {
    return now - START;
  }

  /** Runs a task after some milliseconds. Tasks of one time run in the order in which they came. */
  void in(long millis, Runnable task) {
    events.add(new Event(now + Math.max(0, millis), order++, task));
  }

  /** Runs a task at regular intervals for as long as the simulation lasts. */
  void every(long millis, Runnable task) {
    in(
        millis,
        () -> {
          task.run();
          every(millis, task);
        });
  }

  /** Runs all that happens until a time, in milliseconds since the epoch, which it becomes. */
  void runUntil(long end) {
    while (!isHalted && !events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      now = next.at();
      next.task().run();
    }
    now = Math.max(now, end);
  }

  void run(long millis) {
    runUntil(now + millis);
  }

  /** Runs nothing more. */
  void halt() {
    isHalted = true;
  }
}
