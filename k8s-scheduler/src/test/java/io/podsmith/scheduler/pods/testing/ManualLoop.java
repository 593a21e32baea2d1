// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.testing;

import io.podsmith.scheduler.pods.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

/**
 * An event loop whose time passes when the test says so, and whose requests run in between. The
 * test itself counts as the loop, a request does not.
 */
public final class ManualLoop implements EventLoop {
  private final class Alarm implements Timer {
    private final long at;
    private final long order;
    private final Runnable task;

    Alarm(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public void cancel() {
      alarms.remove(this);
    }
  }

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Deque<Runnable> requests = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(
          Comparator.comparingLong((Alarm a) -> a.at).thenComparingLong(a -> a.order));
  private long now = 1_700_000_000_000L;
  private long order;
  private boolean inRequest;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(now + Math.max(0, delay.toMillis()), order++, task);
    alarms.add(alarm);
    return alarm;
  }

  @Override
  public Executor io() {
    return requests::add;
  }

  @Override
  public void assertOnLoop() {
    if (inRequest) {
      throw new IllegalStateException("a request must not use the state of the loop");
    }
  }

  private void run(List<Runnable> round) {
    inRequest = true;
    try {
      round.forEach(Runnable::run);
    } finally {
      inRequest = false;
    }
  }

  @Override
  public long now() {
    return now;
  }

  /** Requests that are under way. */
  public int requestsUnderWay() {
    return requests.size();
  }

  /** Runs what is to be done on the loop, and no request. */
  public void runLoop() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  /** Runs the requests that are in flight and leaves their results to the loop. */
  public int runRequests() {
    List<Runnable> round = new ArrayList<>(requests);
    requests.clear();
    run(round);
    return round.size();
  }

  /** Answers all requests that are in flight, as if at once. Returns how many there were. */
  public int answerRequests() {
    int sent = runRequests();
    runLoop();
    return sent;
  }

  /** Runs all that can be done without time passing. */
  public void settle() {
    runLoop();
    while (!requests.isEmpty()) {
      answerRequests();
    }
  }

  /** Lets time pass and then answers the requests that were under way before. */
  public void roundTrip(Duration time) {
    runLoop();
    List<Runnable> round = new ArrayList<>(requests);
    requests.clear();
    long end = now + time.toMillis();
    while (!alarms.isEmpty() && alarms.peek().at <= end) {
      Alarm alarm = alarms.poll();
      now = Math.max(now, alarm.at);
      alarm.task.run();
      runLoop();
    }
    now = end;
    run(round);
    runLoop();
  }

  /** Lets time pass in which the loop is too busy for alarms. */
  public void busyFor(Duration time) {
    now += time.toMillis();
  }

  /** Lets time pass; alarms ring in order, and what they set off is done at their time. */
  public void advance(Duration time) {
    long end = now + time.toMillis();
    settle();
    while (!alarms.isEmpty() && alarms.peek().at <= end) {
      Alarm alarm = alarms.poll();
      now = Math.max(now, alarm.at);
      alarm.task.run();
      settle();
    }
    now = end;
    settle();
  }
}
