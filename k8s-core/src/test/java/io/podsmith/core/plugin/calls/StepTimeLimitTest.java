// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
                    SHORT, () -> StepCalls.call(called("com.acme.Loops"), "create()", this::spin)))
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

  @Test
  void passesAnInterruptOnToTheStep() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    CountDownLatch isInStep = new CountDownLatch(1);
    Thread submitter =
        new Thread(
            () ->
                thrown.set(
                    catchThrowable(
                        () ->
                            StepTimeLimit.during(
                                LONG,
                                () ->
                                    call(
                                        "com.acme.Loops",
                                        () -> {
                                          isInStep.countDown();
                                          return spin();
                                        })))));
    submitter.start();
    isInStep.await();
    submitter.interrupt();
    submitter.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    interrupted.await();
  }

  @Test
  void keepsTheInterruptOfAStepThatThrowsIt() {
    assertThatThrownBy(
            () ->
                StepCalls.call(
                    called("com.acme.Waits"),
                    "configurePod()",
                    () -> {
                      throw StepCalls.<RuntimeException>unchecked(new InterruptedException());
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void namesTheEndOfAStepThatHasJustReturned() {
    StepCall call = StepCall.ofStep("acme.step", source("com.acme.Slow"), "create()");

    assertThat(StepTimeLimit.exceeded(call, Duration.ofSeconds(30), new Thread("ended")))
        .hasMessageContaining("after 30 s, at its end; fix the loop or the wait there");
  }

  @Test
  void takesTheLimitFromTheSettings() {
    String key = "spark.podsmith.steps.timeout";
    assertThat(StepTimeLimit.of(SparkSettings.of(Map.of(), Map.of()))).hasSeconds(30);
    assertThat(StepTimeLimit.of(SparkSettings.of(Map.of(key, "2m"), Map.of()))).hasMinutes(2);
    assertThat(StepTimeLimit.of(SparkSettings.of(Map.of(key, "0"), Map.of()))).isZero();
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

  private static CalledStep called(String className) {
    return new CalledStep("acme.step", source(className), Optional.empty());
  }

  private static StepSource source(String className) {
    return new StepSource(
        "acme", "/steps/acme.jar", StepTimeLimitTest.class.getClassLoader(), className);
  }
}
