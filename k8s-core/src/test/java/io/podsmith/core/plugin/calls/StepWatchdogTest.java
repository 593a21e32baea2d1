// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.api.error.StepException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepWatchdogTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** The clock of the JVM begins anywhere, and may pass the largest number. */
  private static final long START = Long.MAX_VALUE - 20 * SECOND;

  private static final StepCall CALL =
      new StepCall(
          "Step", "acme.loops", "plugin loops (loops.jar)", "configurePod()", "com.acme.Loops");

  // looks for itself once an hour, so that these tests decide when it looks
  private final StepWatchdog watchdog =
      new StepWatchdog(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));
  private final CountDownLatch inStep = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private Thread stuck;

  @BeforeEach
  void blockInAStep() throws InterruptedException {
    stuck =
        new Thread(
            () -> {
              StepCall outer = watchdog.enter(CALL);
              try {
                stayHere();
              } finally {
                watchdog.leave(outer);
              }
            },
            "submitter");
    stuck.start();
    inStep.await();
  }

  @AfterEach
  void release() throws InterruptedException {
    release.countDown();
    stuck.join();
  }

  @Test
  void namesAStepThatDoesNotReturnAfterTenSeconds() {
    assertThat(watchdog.check(START)).isEmpty();
    assertThat(watchdog.check(START + 9 * SECOND)).isEmpty();

    assertThat(watchdog.check(START + 10 * SECOND))
        .singleElement()
        .asString()
        .startsWith(
            "Step acme.loops from plugin loops (loops.jar) has been in configurePod() for 10 s;"
                + " thread 'submitter' is waiting for it")
        .contains("StepWatchdogTest.stayHere(");
  }

  @Test
  void repeatsTheWarningEachMinute() {
    watchdog.check(START);
    watchdog.check(START + 10 * SECOND);

    assertThat(watchdog.check(START + 69 * SECOND)).isEmpty();
    assertThat(watchdog.check(START + 70 * SECOND)).hasSize(1);
    assertThat(watchdog.check(START + 129 * SECOND)).isEmpty();
  }

  @Test
  void saysNothingOfManyShortCalls() {
    // each is another call, though of the same method
    for (int i = 0; i < 30; i++) {
      StepCall outer = watchdog.enter(StepCall.ofStep("acme.fast", source(), "configurePod()"));
      List<String> reports = watchdog.check(START + i * SECOND);
      assertThat(reports).allSatisfy(report -> assertThat(report).contains("acme.loops"));
      watchdog.leave(outer);
    }
  }

  @Test
  void reportsACallOnceThatTakesLongerThanTheLimitAndInterruptsIt() throws InterruptedException {
    List<StepException> reports = new ArrayList<>();
    watchdog.listen(Duration.ofSeconds(30), reports::add);
    watchdog.check(START);
    watchdog.check(START + 29 * SECOND);
    assertThat(reports).isEmpty();

    watchdog.check(START + 30 * SECOND);
    assertThat(reports).hasSize(1);
    watchdog.check(START + 31 * SECOND);

    assertThat(reports)
        .singleElement()
        .satisfies(
            report ->
                assertThat(report)
                    .hasMessageStartingWith(
                        "[PODSMITH-STEP-008] step acme.loops from plugin loops (loops.jar) has not"
                            + " returned from configurePod() of class com.acme.Loops after 30 s")
                    .cause()
                    .hasStackTraceContaining("StepWatchdogTest.stayHere("));
    stuck.join();
    assertThat(stuck.isAlive()).as("the wait of the step was interrupted").isFalse();
  }

  @Test
  void reportsNothingToThoseWhoDoNotListenAnyMore() {
    List<StepException> reports = new ArrayList<>();
    watchdog.listen(Duration.ofSeconds(30), reports::add).close();
    watchdog.check(START);
    watchdog.check(START + 60 * SECOND);

    assertThat(reports).isEmpty();
  }

  @Test
  void reportsNothingWhereThereIsNoLimit() {
    List<StepException> reports = new ArrayList<>();
    try (StepTimeLimit.Sampling unused = watchdog.listen(Duration.ZERO, reports::add)) {
      watchdog.check(START);
      watchdog.check(START + 60 * SECOND);
    }

    assertThat(reports).isEmpty();
  }

  @Test
  void forgetsThreadsThatHaveEnded() throws InterruptedException {
    watchdog.check(START);
    release();

    assertThat(watchdog.check(START + 100 * SECOND)).isEmpty();
  }

  private void stayHere() {
    inStep.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StepSource source() {
    return new StepSource(
        "fast", "/steps/fast.jar", ClassLoader.getSystemClassLoader(), "com.acme.Fast");
  }
}
