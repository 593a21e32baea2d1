package io.podsmith.scheduler;

import org.apache.spark.SparkException;
import org.apache.spark.SparkUserAppException;

/** Our failures as Spark passes them on. */
final class SparkFailures {
  private SparkFailures() {}

  /**
   * Throws a failure as Spark's own: Spark hides what is not behind a text of its own.
   *
   * @return nothing ever; for a {@code throw} that tells the compiler so
   */
  static RuntimeException rethrow(Throwable cause) {
    throw unchecked(new SparkException(message(cause), cause));
  }

  /** Throws the one exception whose exit code SparkSubmit takes for its own. */
  static RuntimeException exit(int exitCode, Throwable cause) {
    throw unchecked(new SparkUserAppException(exitCode, cause));
  }

  /** Returns what went wrong, also where an exception has no message. */
  static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  /**
   * Spark's exceptions are checked in Java, while Spark's interfaces, being Scala, declare none.
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable exception) throws E {
    throw (E) exception;
  }
}
