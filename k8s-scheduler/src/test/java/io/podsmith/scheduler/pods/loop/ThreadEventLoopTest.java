// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadEventLoopTest {
  private record Report(Throwable failure, String thread) {}

  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final AtomicLong wallClock = new AtomicLong(1_700_000_000_000L);
  private final ThreadEventLoop loop =
      new ThreadEventLoop(
          2,
          failure -> reports.add(new Report(failure, Thread.currentThread().getName())),
          wallClock::get);

  @AfterEach
  void closeLoop() {
    loop.close();
  }

  private static void failWith(Error failure) {
    throw failure;
  }

  private void assertReportedOnLoop(Throwable failure) throws InterruptedException {
    Report report = reports.poll(20, TimeUnit.SECONDS);
    assertThat(report).isNotNull();
    assertThat(report.failure()).isSameAs(failure);
    assertThat(report.thread()).startsWith("podsmith-executors-").doesNotContain("io");
  }

  @Test
  void reportsWhatAnEventDidNotCatchAndHandlesTheNext() throws Exception {
    IllegalStateException failure = new IllegalStateException("half changed");
    loop.execute(
        () -> {
          throw failure;
        });
    assertReportedOnLoop(failure);
    CompletableFuture<String> next = new CompletableFuture<>();
    loop.execute(() -> next.complete("handled"));
    assertThat(next.get()).isEqualTo("handled");
  }

  @Test
  void reportsWhatATimerDidNotCatch() throws Exception {
    AssertionError failure = new AssertionError("too late");
    loop.schedule(Duration.ofMillis(1), () -> failWith(failure));
    assertReportedOnLoop(failure);
  }

  @Test
  void reportsOnTheLoopWhatARequestDidNotCatch() throws Exception {
    OutOfMemoryError failure = new OutOfMemoryError("none left");
    loop.io().execute(() -> failWith(failure));
    assertReportedOnLoop(failure);
  }

  private static String thread() {
    return Thread.currentThread().getName();
  }

  @Test
  void sendsARequestOffTheLoopAndHandlesItsResultOnIt() throws Exception {
    CompletableFuture<String> threads = new CompletableFuture<>();
    loop.request(
        ThreadEventLoopTest::thread,
        requestThread -> threads.complete(requestThread + " " + thread()),
        threads::completeExceptionally);
    assertThat(threads.get()).matches("podsmith-executors-io-\\d+ podsmith-executors-\\d+");
  }

  @Test
  void handlesTheFailureOfARequestOnTheLoop() throws Exception {
    IllegalStateException failure = new IllegalStateException("no answer");
    CompletableFuture<RuntimeException> handled = new CompletableFuture<>();
    loop.request(
        () -> {
          throw failure;
        },
        () -> handled.completeExceptionally(new AssertionError("succeeded")),
        e -> {
          loop.assertOnLoop();
          handled.complete(e);
        });
    assertThat(handled.get()).isSameAs(failure);
    assertThat(reports).isEmpty();
  }

  @Test
  void anErrorIsNotTheFailureOfARequest() throws Exception {
    AssertionError failure = new AssertionError("a defect");
    loop.request(() -> failWith(failure), () -> {}, e -> reports.clear());
    assertReportedOnLoop(failure);
  }

  @Test
  void rejectsOtherThreadsThanTheLoop() throws Exception {
    assertThatThrownBy(loop::assertOnLoop)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(thread());
    CompletableFuture<Boolean> passed = new CompletableFuture<>();
    loop.execute(
        () -> {
          loop.assertOnLoop();
          passed.complete(true);
        });
    assertThat(passed.get()).isTrue();
    loop.io().execute(loop::assertOnLoop);
    assertThat(reports.poll(20, TimeUnit.SECONDS).failure())
        .hasMessageContaining("podsmith-executors-io");
  }

  @Test
  void pausesNoLongerWhenTheClockIsSetBack() {
    long before = loop.now();
    wallClock.addAndGet(-TimeUnit.HOURS.toMillis(1));
    assertThat(loop.now()).isGreaterThanOrEqualTo(before).isLessThan(before + 60_000);
  }
}
