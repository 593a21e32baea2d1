// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that owns the state of executor management, and its clock.
 *
 * <p>Tasks on the loop never block. Requests to the API server run on other threads: use {@link
 * #request}.
 */
public interface EventLoop extends Executor {
  /** A scheduled task that can be cancelled. */
  interface Timer {
    void cancel();
  }

  /** Runs a task on the loop as soon as possible. Ignored once the loop is closed. */
  @Override
  void execute(Runnable task);

  /** Runs a task on the loop later. Ignored once the loop is closed. */
  Timer schedule(Duration delay, Runnable task);

  /** Threads for requests. Their results come back by {@link #execute}. */
  Executor io();

  /**
   * Sends a request off the loop and handles its result on the loop.
   *
   * @param request runs on a request thread and may block
   * @param onSuccess runs on the loop with what {@code request} returned
   * @param onFailure runs on the loop with the exception that {@code request} threw. An {@link
   *     Error} is not a failure of the request: it ends the application
   */
  default <T> void request(
      Supplier<T> request, Consumer<T> onSuccess, Consumer<RuntimeException> onFailure) {
    io().execute(
            () -> {
              T result;
              try {
                result = request.get();
              } catch (RuntimeException e) {
                execute(() -> onFailure.accept(e));
                return;
              }
              execute(() -> onSuccess.accept(result));
            });
  }

  /** Sends a request without a result; see {@link #request(Supplier, Consumer, Consumer)}. */
  default void request(Runnable request, Runnable onSuccess, Consumer<RuntimeException> onFailure) {
    request(
        () -> {
          request.run();
          return true;
        },
        done -> onSuccess.run(),
        onFailure);
  }

  /**
   * Sends a request whose result tells its failures, too, so that whatever it throws ends the
   * application.
   */
  default <T> void request(Supplier<T> request, Consumer<T> onResult) {
    io().execute(
            () -> {
              T result = request.get();
              execute(() -> onResult.accept(result));
            });
  }

  /**
   * Fails if it is not called on the loop. For methods that use state that only the loop may use.
   *
   * @throws IllegalStateException on any other thread
   */
  void assertOnLoop();

  /**
   * Returns the time in milliseconds, by a clock that begins at the wall time of the loop's start
   * and never goes back. For pauses and deadlines; setting the machine's clock does not change
   * them.
   */
  long now();
}
