// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin.calls;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.StepException;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.PodsmithKeys;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives up calls into steps of others that do not return, while a submission or a context is built.
 *
 * <p>Such calls run in a thread of their own, because nothing can end a loop in the thread that
 * waits for its result. It is one thread for all calls, so that steps find their thread locals
 * again, and a daemon, so that a step that was given up does not keep the JVM alive. Built-in steps
 * stay in the caller's thread: they upload files, which may take long.
 *
 * <p>Executors that the driver builds later are not covered: {@link StepWatchdog} samples them.
 */
public final class StepTimeLimit {
  /** Ends with {@link #close}. */
  @FunctionalInterface
  public interface Sampling extends AutoCloseable {
    @Override
    void close();
  }

  private static final ThreadLocal<@Nullable StepTimeLimit> CURRENT = new ThreadLocal<>();
  private static final Runnable END = () -> {};

  private final Duration limit;
  private final LinkedBlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
  private @Nullable Thread worker;

  private StepTimeLimit(Duration limit) {
    this.limit = limit;
  }

  /** Returns the limit of a job: {@code spark.podsmith.steps.timeout}, zero for none. */
  public static Duration of(SparkSettings settings) {
    return Duration.ofSeconds(settings.get(PodsmithKeys.STEPS_TIMEOUT));
  }

  /**
   * Does something in this thread, and gives up calls into steps that take longer.
   *
   * @param limit of each call; zero for none
   * @throws StepException with {@link PodsmithError#STEP_TIMEOUT} if a call takes longer; its cause
   *     has the stack of the step's thread, which is interrupted
   */
  public static <T extends @Nullable Object> T during(Duration limit, Supplier<T> action) {
    StepTimeLimit before = CURRENT.get();
    if (limit.isZero() || before != null) {
      return action.get();
    }
    StepTimeLimit current = new StepTimeLimit(limit);
    CURRENT.set(current);
    try {
      return action.get();
    } finally {
      CURRENT.remove();
      current.calls.add(END);
    }
  }

  /**
   * Reports calls into steps of others, by any thread, that take longer. Costs a call nothing: its
   * thread is sampled once a second, and interrupted when the call is reported.
   *
   * @param limit of each call; zero for none
   * @param report called once for each such call, in a thread of Podsmith
   * @return closed by the caller to end the reports
   */
  public static Sampling sample(Duration limit, Consumer<StepException> report) {
    return StepWatchdog.shared().listen(limit, report);
  }

  /** Returns the limit of calls that this thread makes, null if there is none. */
  static @Nullable StepTimeLimit current() {
    return CURRENT.get();
  }

  /** Calls into a step, and waits for it as long as the limit allows. */
  <T extends @Nullable Object> T await(StepCall call, Supplier<T> body) {
    FutureTask<T> task = new FutureTask<>(body::get);
    Thread thread = worker();
    calls.add(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      StepException failure = exceeded(call, limit, thread);
      thread.interrupt();
      throw failure;
    } catch (InterruptedException e) {
      thread.interrupt();
      throw StepCalls.<RuntimeException>unchecked(e);
    } catch (ExecutionException e) {
      throw StepCalls.<RuntimeException>unchecked(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private Thread worker() {
    if (worker == null) {
      worker = new Thread(this::work, "podsmith-steps");
      worker.setDaemon(true);
      worker.start();
    }
    return worker;
  }

  private void work() {
    try {
      Runnable next = calls.take();
      while (next != END) {
        next.run();
        next = calls.take();
      }
    } catch (InterruptedException e) {
      // a step was given up, after which none is called
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Describes a call that took too long, with what its thread does now.
   *
   * @param thread the thread of the step
   */
  static StepException exceeded(StepCall call, Duration limit, Thread thread) {
    Throwable stack = new StackOfStep(call.method(), thread);
    return new StepException(
        PodsmithError.STEP_TIMEOUT,
        call.name(),
        call.origin(),
        "%s has not returned from %s of class %s after %d s, at %s; fix the loop or the wait there, set %s to a longer time, or disable the step with %s"
            .formatted(
                call.described().replaceFirst("^S", "s").replaceFirst("^F", "f"),
                call.method(),
                call.className(),
                limit.toSeconds(),
                stack.getStackTrace().length == 0 ? "its end" : stack.getStackTrace()[0],
                PodsmithKeys.STEPS_TIMEOUT.key(),
                PodsmithKeys.STEPS_DISABLED.key()),
        stack);
  }

  /** The stack of a step that does not return. */
  private static final class StackOfStep extends Exception {
    private static final long serialVersionUID = 1L;

    StackOfStep(String method, Thread thread) {
      super(
          "the stack of thread '%s' in %s".formatted(thread.getName(), method), null, false, true);
      setStackTrace(thread.getStackTrace());
    }
  }
}
