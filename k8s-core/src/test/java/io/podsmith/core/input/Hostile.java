// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.podsmith.api.error.PodsmithException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Gives hostile input to a parser, which must take it or reject it with a code, within limits. */
public final class Hostile {
  private static final long MILLIS = 20_000;
  private static final long BYTES = 1L << 30;
  private static final long STACK = 512 << 10;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Hostile() {}

  /** A parser that is given input in several places. */
  @FunctionalInterface
  public interface Parser<T> {
    Object parse(T place) throws Exception;
  }

  /** Runs a parser for each place. */
  public static <T> void errorsOf(Collection<T> places, Parser<T> parser) {
    Optional<PodsmithException> unused =
        errorOf(
            () -> {
              for (T place : places) {
                try {
                  Object ignored = parser.parse(place);
                } catch (PodsmithException e) {
                  assertThat(e.getMessage()).startsWith("[PODSMITH-");
                } catch (Exception | StackOverflowError e) {
                  throw new AssertionError(place.toString(), e);
                }
              }
              return places;
            });
  }

  /**
   * Runs a parser on a small stack of its own.
   *
   * @return the error, empty if the input was accepted
   */
  public static Optional<PodsmithException> errorOf(Callable<?> parser) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicLong allocated = new AtomicLong();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                parser.call();
              } catch (Throwable e) { // that is what is tested
                thrown.set(e);
              }
              allocated.set(THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()));
            },
            "hostile",
            STACK);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (thread.isAlive()) {
      throw new AssertionError(
          "still running after %d ms: %s"
              .formatted(MILLIS, Arrays.toString(thread.getStackTrace())));
    }
    Throwable found = thrown.get();
    if (found != null && !(found instanceof PodsmithException)) {
      throw new AssertionError("an error without a code", found);
    }
    assertThat(allocated.get()).as("allocated bytes").isLessThan(BYTES);
    if (found instanceof PodsmithException coded) {
      assertThat(coded.getMessage()).startsWith("[PODSMITH-");
      return Optional.of(coded);
    }
    return Optional.empty();
  }
}
