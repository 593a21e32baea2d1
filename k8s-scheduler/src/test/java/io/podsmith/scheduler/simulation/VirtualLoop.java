// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import io.podsmith.scheduler.pods.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The event loop of one driver on the virtual clock. A request reaches the server after some time,
 * acts there at one instant, and its result comes back after the time that {@link #spend} adds up.
 */
final class VirtualLoop implements EventLoop {
  private static final int REQUEST_THREADS = 36;
  private static final long SECOND = 1_000;
  private static final int MOST_TASKS_IN_SECOND = 2_000;

  private final VirtualTime time;
  private final Dice dice;
  private final Checks checks;
  private final Consumer<Throwable> onFailure;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Set<InFlight> inFlight = new LinkedHashSet<>();
  private InFlight present = new InFlight(0);
  private int busyThreads;
  private long idleSince;
  private boolean isClosed;
  private boolean isInRequest;
  private long decidedAt;
  private long spent;
  private long stalledUntil;

  /** What is due while the loop is stalled, in its order. */
  private final Deque<Runnable> stalled = new ArrayDeque<>();

  private long second;
  private int tasksInSecond;
  private int mostTasksInSecond;
  private long tasks;

  /**
   * A request on its way to a thread.
   *
   * @param decidedAt when the event loop sent it
   */
  private record Request(Runnable task, long decidedAt) {}

  /** A request whose result has not come back. */
  private static final class InFlight {
    final long begunAt;
    final List<Runnable> results = new ArrayList<>();
    final List<Runnable> afterwards = new ArrayList<>();

    /** Whether the server never answers it. */
    boolean isSilent;

    InFlight(long begunAt) {
      this.begunAt = begunAt;
    }
  }

  /**
   * @param onFailure gets what a task or a request did not catch
   */
  VirtualLoop(VirtualTime time, Dice dice, Checks checks, Consumer<Throwable> onFailure) {
    this.time = time;
    this.dice = dice;
    this.checks = checks;
    this.onFailure = onFailure;
  }

  @Override
  public void execute(Runnable task) {
    if (isInRequest) {
      present.results.add(task);
    } else {
      time.in(0, () -> runTask(task));
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    boolean[] isCancelled = new boolean[1];
    time.in(
        delay.toMillis(),
        () -> {
          if (!isCancelled[0]) {
            runTask(task);
          }
        });
    return () -> isCancelled[0] = true;
  }

  @Override
  public Executor io() {
    return task -> submit(new Request(task, time.now()));
  }

  private void submit(Request request) {
    if (busyThreads >= REQUEST_THREADS) {
      waiting.add(request);
      return;
    }
    busyThreads++;
    time.in(dice.between("request", 1, 10), () -> runRequest(request));
  }

  private void runRequest(Request request) {
    isInRequest = true;
    present = new InFlight(time.now());
    inFlight.add(present);
    decidedAt = request.decidedAt();
    spent = 0;
    try {
      request.task().run();
    } catch (RuntimeException | Error e) {
      execute(() -> onFailure.accept(e));
    } finally {
      isInRequest = false;
    }
    InFlight sent = present;
    time.in(spent, () -> comesBack(sent));
  }

  private void comesBack(InFlight request) {
    if (!inFlight.remove(request)) {
      return;
    }
    request.results.forEach(this::runTask);
    request.afterwards.forEach(Runnable::run);
    busyThreads--;
    idleSince = time.now();
    if (!waiting.isEmpty() && !isClosed) {
      submit(waiting.remove());
    }
  }

  private void runTask(Runnable task) {
    if (isClosed) {
      return;
    }
    if (time.now() < stalledUntil || !stalled.isEmpty()) {
      stalled.add(task);
      return;
    }
    runNow(task);
  }

  private void runNow(Runnable task) {
    if (time.now() / SECOND != second) {
      second = time.now() / SECOND;
      tasksInSecond = 0;
    }
    tasks++;
    mostTasksInSecond = Math.max(mostTasksInSecond, ++tasksInSecond);
    if (tasksInSecond > MOST_TASKS_IN_SECOND) {
      checks.violated("the loop is not busy", "%d tasks in a second", tasksInSecond);
    }
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  /** Runs no task for some milliseconds; those that are due then run in their order. */
  void stall(long millis) {
    stalledUntil = Math.max(stalledUntil, time.now() + millis);
    time.in(millis, this::resume);
  }

  private void resume() {
    while (time.now() >= stalledUntil && !stalled.isEmpty() && !isClosed) {
      runNow(stalled.remove());
    }
  }

  /** Returns until when it runs no task. */
  long stalledUntil() {
    return stalledUntil;
  }

  boolean isStalled() {
    return time.now() < stalledUntil;
  }

  /** Adds to the time until the result of the present request comes back. */
  void spend(long millis) {
    spent += millis;
  }

  /** Records that the server never answers the present request. */
  void isSilent() {
    present.isSilent = true;
  }

  /** Ends the requests that the server has not answered for some milliseconds. */
  void abandon(long silentFor) {
    for (InFlight request : List.copyOf(inFlight)) {
      if (request.isSilent && time.now() - request.begunAt >= silentFor) {
        comesBack(request);
      }
    }
  }

  /** Returns since when no result of a request is due, a time that never comes if any is. */
  long idleSince() {
    return busyThreads > 0 ? Long.MAX_VALUE : Math.max(idleSince, stalledUntil);
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Runs a task when the result of the present request comes back. */
  void afterRequest(Runnable task) {
    if (isInRequest) {
      present.afterwards.add(task);
    } else {
      task.run();
    }
  }

  /** Returns when the event loop decided on the present request. */
  long decidedAt() {
    return isInRequest ? decidedAt : time.now();
  }

  /** Returns how many tasks ran. */
  long tasks() {
    return tasks;
  }

  boolean isInRequest() {
    return isInRequest;
  }

  /** Drops all that would run later. Requests that were sent still act on the server. */
  void close() {
    isClosed = true;
    waiting.clear();
    stalled.clear();
  }

  /** Returns how many tasks ran in the busiest second. */
  int mostTasksInSecond() {
    return mostTasksInSecond;
  }

  @Override
  public void assertOnLoop() {
    if (isInRequest) {
      throw new IllegalStateException("a request must not use the state of the loop");
    }
  }

  @Override
  public long now() {
    return time.now();
  }
}
