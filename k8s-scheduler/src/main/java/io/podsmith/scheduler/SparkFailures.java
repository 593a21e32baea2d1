// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithException;
import org.apache.spark.SparkException;

/** Our failures as Spark passes them on. */
public final class SparkFailures {
  private static final StackTraceElement[] NO_STACK = {};

  private SparkFailures() {}

  /**
   * Throws a failure as Spark's own: Spark hides what is not behind a text of its own.
   *
   * @return nothing ever; for a {@code throw} that tells the compiler so
   */
  public static RuntimeException rethrow(Throwable cause) {
    if (cause instanceof InvalidConfigurationException setting) {
      withoutStack(setting);
    }
    throw unchecked(new SparkException(message(cause), cause));
  }

  /**
   * Takes away what tells a user nothing about a setting, or about a job that failed elsewhere:
   * Spark prints whatever it gets.
   */
  public static <E extends PodsmithException> E withoutStack(E failure) {
    failure.setStackTrace(NO_STACK);
    return failure;
  }

  /** Throws the one exception whose exit code SparkSubmit takes for its own. */
  public static RuntimeException exit(int exitCode, Throwable cause) {
    throw unchecked(SparkVersions.exitException(exitCode, cause));
  }

  /** Returns what went wrong, also where an exception has no message. */
  public static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  /**
   * Spark's exceptions are checked in Java, while Spark's interfaces, being Scala, declare none.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Throwable> E unchecked(Throwable exception) throws E {
    throw (E) exception;
  }
}
