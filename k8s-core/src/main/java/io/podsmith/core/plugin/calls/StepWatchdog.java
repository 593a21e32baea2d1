// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.podsmith.api.error.StepException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names steps that do not return, so that a step that loops or blocks is not a silent hang.
 *
 * <p>A call costs two writes to a slot of its thread: building a spec takes tens of microseconds,
 * so there is neither a thread nor a look at the clock per call. One daemon thread looks at all
 * slots once a second. It sees by the identity of the call whether it is still the same one, and
 * ends when no step has run for a minute.
 */
final class StepWatchdog {
  private static final Logger LOG = LoggerFactory.getLogger(StepWatchdog.class);
  private static final StepWatchdog SHARED =
      new StepWatchdog(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofSeconds(1));
  private static final int MAX_FRAMES = 40;

  private final long patience;
  private final long repeat;
  private final long tick;
  private final LongSupplier clock;
  private final LongConsumer pause;
  private final Consumer<Runnable> starter;
  private final List<Slot> slots = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Slot> own = ThreadLocal.withInitial(this::newSlot);
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param patience how long a call may take before it is named
   * @param repeat how long until it is named again
   * @param tick how often to look
   */
  StepWatchdog(Duration patience, Duration repeat, Duration tick) {
    this(
        patience,
        repeat,
        tick,
        System::nanoTime,
        LockSupport::parkNanos,
        StepWatchdog::startThread);
  }

  /**
   * Makes a watchdog with a time of its own.
   *
   * @param clock the time in nanoseconds, from any beginning
   * @param pause waits for the given nanoseconds
   * @param starter starts a thread
   */
  StepWatchdog(
      Duration patience,
      Duration repeat,
      Duration tick,
      LongSupplier clock,
      LongConsumer pause,
      Consumer<Runnable> starter) {
    this.patience = patience.toNanos();
    this.repeat = repeat.toNanos();
    this.tick = tick.toNanos();
    this.clock = clock;
    this.pause = pause;
    this.starter = starter;
  }

  static StepWatchdog shared() {
    return SHARED;
  }

  /**
   * Begins a call.
   *
   * @return the call of which it is a part, to be handed to {@link #leave}
   */
  @Nullable StepCall enter(StepCall call) {
    Slot slot = own.get();
    StepCall outer = slot.current;
    slot.current = call;
    if (!isRunning.get() && isRunning.compareAndSet(false, true)) {
      starter.accept(this::watch);
    }
    return outer;
  }

  /**
   * Reports calls into steps of others that take longer than a limit, once each, and interrupts
   * their threads.
   *
   * @param limit zero for none
   * @param report called in the thread of the watchdog
   * @return closed by the caller to end the reports
   */
  StepTimeLimit.Sampling listen(Duration limit, Consumer<StepException> report) {
    if (limit.isZero()) {
      return () -> {};
    }
    Listener listener = new Listener(limit, report);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private record Listener(Duration limit, Consumer<StepException> report) {}

  /** Ends a call. */
  void leave(@Nullable StepCall outer) {
    own.get().current = outer;
  }

  private Slot newSlot() {
    Slot slot = new Slot(Thread.currentThread());
    slots.add(slot);
    return slot;
  }

  private static void startThread(Runnable watch) {
    Thread thread = new Thread(watch, "podsmith-step-watchdog");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  private void watch() {
    Thread exitReport = new Thread(this::reportExit, "podsmith-step-exit-report");
    register(exitReport);
    long idleSince = clock.getAsLong();
    while (true) {
      pause.accept(tick);
      long now = clock.getAsLong();
      check(now).forEach(report -> LOG.warn("{}", report));
      if (isBusy()) {
        idleSince = now;
      } else if (now - idleSince > repeat) {
        isRunning.set(false);
        // a call that began just now may have seen that this thread still ran
        if (!isBusy() || !isRunning.compareAndSet(false, true)) {
          break;
        }
      }
    }
    unregister(exitReport);
  }

  private boolean isBusy() {
    return slots.stream().anyMatch(slot -> slot.current != null);
  }

  /** Looks at all calls; returns what is to be reported. For one thread. */
  List<String> check(long now) {
    List<String> reports = new ArrayList<>();
    for (Slot slot : slots) {
      Thread thread = slot.thread.get();
      if (thread == null || !thread.isAlive()) {
        slots.remove(slot);
        continue;
      }
      StepCall call = slot.current;
      if (call == null || call != slot.seen) {
        slot.seen = call;
        slot.since = now;
        slot.nextReport = now + patience;
        slot.isGivenUp = false;
        continue;
      }
      if (now - slot.nextReport >= 0) {
        slot.nextReport = now + repeat;
        reports.add(report(call, thread, now - slot.since));
      }
      if (!slot.isGivenUp && call.isThirdParty()) {
        giveUp(slot, call, thread, now - slot.since);
      }
    }
    return reports;
  }

  private void giveUp(Slot slot, StepCall call, Thread thread, long nanos) {
    for (Listener listener : listeners) {
      if (nanos >= listener.limit().toNanos()) {
        slot.isGivenUp = true;
        listener.report().accept(StepTimeLimit.exceeded(call, listener.limit(), thread));
      }
    }
    if (slot.isGivenUp) {
      thread.interrupt();
    }
  }

  private static String report(StepCall call, Thread thread, long nanos) {
    StackTraceElement[] stack = thread.getStackTrace();
    String frames =
        Arrays.stream(stack)
            .limit(MAX_FRAMES)
            .map("\n    at %s"::formatted)
            .collect(Collectors.joining());
    return "%s has been in %s for %d s; %s is waiting for it%s"
        .formatted(
            call.described(),
            call.method(),
            Duration.ofNanos(nanos).toSeconds(),
            "thread '%s'".formatted(thread.getName()),
            frames);
  }

  /** Names a step that ends the JVM, which leaves no other trace. */
  void reportExit() {
    for (Slot slot : slots) {
      Thread thread = slot.thread.get();
      StepCall call = slot.current;
      if (thread != null && call != null && isExiting(thread)) {
        LOG.error(
            "{} called System.exit in {}; a step must not end the JVM: throw an exception instead",
            call.described(),
            call.method());
      }
    }
  }

  private static boolean isExiting(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }

  private static void register(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is ending", e);
    }
  }

  private static void unregister(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The JVM is ending", e);
    }
  }

  /** The call that a thread is in, and what the watchdog remembers of it. */
  private static final class Slot {
    final WeakReference<Thread> thread;
    volatile @Nullable StepCall current;

    // of the watchdog's thread alone
    @Nullable StepCall seen;
    long since;
    long nextReport;
    boolean isGivenUp;

    Slot(Thread thread) {
      this.thread = new WeakReference<>(thread);
    }
  }
}
