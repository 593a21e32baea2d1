// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.StepException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StepTimeLimitTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Test
  void givesUpAStepThatLoops() throws InterruptedException {
    assertThatThrownBy(() -> StepTimeLimit.during(SHORT, () -> call("com.acme.Loops", this::spin)))
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith(
            "[PODSMITH-STEP-008] step acme.step from plugin acme (acme.jar) has not returned from"
                + " configurePod() of class com.acme.Loops after 0 s, at ")
        .hasMessageContaining("set spark.podsmith.steps.timeout to a longer time")
        .cause()
        .hasMessage("the stack of thread 'podsmith-steps' in configurePod()")
        .hasStackTraceContaining("StepTimeLimitTest.spin(");
    interrupted.await();
  }

  @Test
  void isNotAFailureOfTheStepLikeOthers() {
    assertThatThrownBy(
            () ->
                StepTimeLimit.during(
                    SHORT,
                    () ->
                        StepCalls.call(
                            "acme.step", source("com.acme.Loops"), "create()", this::spin)))
        .hasMessageStartingWith("[PODSMITH-STEP-008]");
  }

  @Test
  void returnsWhatTheStepReturnsAndThrowsWhatItThrows() {
    assertThat(StepTimeLimit.during(LONG, () -> call("com.acme.Good", () -> "result")))
        .isEqualTo("result");
    IllegalStateException failure = new IllegalStateException("its own");
    assertThatThrownBy(
            () ->
                StepTimeLimit.during(
                    LONG,
                    () ->
                        call(
                            "com.acme.Bad",
                            () -> {
                              throw failure;
                            })))
        .isSameAs(failure);
  }

  @Test
  void callsAllStepsInOneThreadWithTheClassLoaderOfEach() {
    StepTimeLimit.during(
        LONG,
        () -> {
          Thread first = call("com.acme.One", Thread::currentThread);
          assertThat(first).isNotSameAs(Thread.currentThread());
          assertThat(call("com.acme.Two", Thread::currentThread)).isSameAs(first);
          assertThat(first.isDaemon()).as("it must not keep the JVM alive").isTrue();
          return first;
        });
  }

  @Test
  void leavesBuiltInStepsAndOtherCallersInTheirThread() {
    Thread here = Thread.currentThread();

    assertThat(
            StepTimeLimit.<Thread>during(
                LONG, () -> call("io.podsmith.steps.basics.Factory", Thread::currentThread)))
        .isSameAs(here);
    assertThat(
            StepTimeLimit.<Thread>during(
                Duration.ZERO, () -> call("com.acme.One", Thread::currentThread)))
        .as("0 disables the limit")
        .isSameAs(here);
    assertThat(call("com.acme.One", Thread::currentThread)).isSameAs(here);
  }

  private Object spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    interrupted.countDown();
    return "too late";
  }

  private static <T> T call(String className, java.util.function.Supplier<T> body) {
    return StepCalls.watched(
        StepCall.ofStep("acme.step", source(className), "configurePod()"),
        StepTimeLimitTest.class.getClassLoader(),
        body);
  }

  private static StepSource source(String className) {
    return new StepSource(
        "acme", "/steps/acme.jar", StepTimeLimitTest.class.getClassLoader(), className);
  }
}
