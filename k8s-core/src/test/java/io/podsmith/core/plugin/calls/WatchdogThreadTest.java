// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.Logged;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The thread that looks at calls into steps: when it runs, and what it logs. */
class WatchdogThreadTest {
  private static final StepCall CALL =
      new StepCall(
          "Step", "acme.loops", "plugin loops (loops.jar)", "configurePod()", "com.acme.Loops");
  private static final StepCall INNER =
      new StepCall(
          "Step", "acme.inner", "plugin inner (inner.jar)", "configurePod()", "com.acme.Inner");

  private final Time time = new Time();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final StepWatchdog watchdog =
      new StepWatchdog(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          time::now,
          time::pass,
          threads::add);

  @Test
  void startsWithTheFirstCallAndOnce() {
    assertThat(threads).isEmpty();
    for (int i = 0; i < 3; i++) {
      watchdog.leave(watchdog.enter(CALL));
    }

    assertThat(threads).hasSize(1);
  }

  @Test
  void endsAMinuteAfterTheLastCallAndStartsAgainWithTheNext() {
    watchdog.enter(CALL);
    time.at(20, () -> watchdog.leave(null));
    time.at(70, () -> watchdog.enter(INNER));
    time.at(71, () -> watchdog.leave(null));

    assertThat(secondsUntilItEnds()).isEqualTo(70 + 61);
    assertThat(threads).isEmpty();

    watchdog.leave(watchdog.enter(CALL));
    assertThat(threads).hasSize(1);
    assertThat(secondsUntilItEnds()).as("no call since its start").isEqualTo(61);
  }

  @Test
  void warnsOfACallThatDoesNotReturnAndRepeatsTheWarningEachMinute() {
    watchdog.enter(CALL);
    time.at(90, () -> watchdog.leave(null));

    try (Logged logged = new Logged()) {
      secondsUntilItEnds();

      assertThat(logged.text().lines().filter(line -> line.contains("WARN")))
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .contains(
                          "Step acme.loops from plugin loops (loops.jar) has been in"
                              + " configurePod() for 10 s; thread '"),
              second -> assertThat(second).contains("for 70 s"));
    }
  }

  @Test
  void returnsToTheOuterCallWhenAnInnerOneEnds() {
    watchdog.enter(CALL);
    time.at(
        30,
        () -> {
          StepCall outer = watchdog.enter(INNER);
          assertThat(outer).isSameAs(CALL);
          time.at(45, () -> watchdog.leave(outer));
        });
    time.at(60, () -> watchdog.leave(null));

    try (Logged logged = new Logged()) {
      secondsUntilItEnds();

      assertThat(logged.text().lines().filter(line -> line.contains("WARN")))
          .satisfiesExactly(
              first -> assertThat(first).contains("Step acme.loops", "for 10 s"),
              second -> assertThat(second).contains("Step acme.inner", "for 10 s"),
              third -> assertThat(third).contains("Step acme.loops", "for 10 s"));
    }
  }

  @Test
  void runsInADaemonThatKeepsNoClassLoader() {
    StepWatchdog real =
        new StepWatchdog(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    real.leave(real.enter(CALL));
    Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);

    assertThat(started)
        .filteredOn(thread -> thread.getName().equals("podsmith-step-watchdog"))
        .singleElement()
        .satisfies(
            thread -> {
              assertThat(thread.isDaemon()).as("it must not keep the JVM alive").isTrue();
              assertThat(thread.getContextClassLoader())
                  .as("the class loader of a plugin must not be kept")
                  .isNull();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.Runtime, exit, true",
    "java.lang.Runtime, halt, false",
    "com.acme.Loops, exit, false"
  })
  void namesAStepThatEndsTheJvm(String className, String method, boolean isNamed)
      throws InterruptedException {
    CountDownLatch isInStep = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread exiting =
        new Thread("submitter") {
          @Override
          public void run() {
            StepCall outer = watchdog.enter(CALL);
            isInStep.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              interrupt();
            }
            watchdog.leave(outer);
          }

          @Override
          public StackTraceElement[] getStackTrace() {
            return new StackTraceElement[] {
              new StackTraceElement(className, method, null, -1),
              new StackTraceElement("com.acme.Loops", "configurePod", null, -1)
            };
          }
        };
    exiting.start();
    isInStep.await();

    try (Logged logged = new Logged()) {
      watchdog.reportExit();

      assertThat(logged.text().lines())
          .hasSize(isNamed ? 1 : 0)
          .allMatch(
              line ->
                  line.contains("ERROR")
                      && line.contains(
                          "Step acme.loops from plugin loops (loops.jar) called System.exit in"
                              + " configurePod(); a step must not end the JVM: throw an exception"
                              + " instead"));
    } finally {
      release.countDown();
      exiting.join();
    }
    try (Logged logged = new Logged()) {
      watchdog.reportExit();

      assertThat(logged.text()).as("the thread is in no step any more").isEmpty();
    }
  }

  /** Runs the thread that was started last to its end, in this one. */
  private long secondsUntilItEnds() {
    long start = time.now();
    threads.remove().run();
    return Duration.ofNanos(time.now() - start).toSeconds();
  }

  /** Time that passes only when the watchdog waits. */
  private static final class Time {
    private final Map<Long, Runnable> actions = new TreeMap<>();
    private long nanos = Duration.ofDays(3).toNanos();
    private long seconds;

    long now() {
      return nanos;
    }

    void pass(long more) {
      nanos += more;
      seconds += Duration.ofNanos(more).toSeconds();
      Runnable action = actions.remove(seconds);
      if (action != null) {
        action.run();
      }
    }

    /** Does something after this many seconds in all. */
    void at(long second, Runnable action) {
      actions.put(second, action);
    }
  }
}
