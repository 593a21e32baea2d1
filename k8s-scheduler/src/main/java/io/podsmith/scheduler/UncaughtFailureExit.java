// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import java.lang.Thread.UncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a driver that {@code spark-submit} runs end with an exit code that tells why, unless the
 * application handles the failure itself.
 *
 * <p>The JVM is not ended while the application's main method runs: it may catch the failure, write
 * a report, and choose an exit code of its own. Only when the main thread has died of an exception,
 * so that the JVM ends with 1 anyway, does the handler end it with the other code.
 *
 * <p>A Python or R application runs in a process of its own, whose exit code SparkSubmit passes on.
 * Its interpreter ends with 1 after an uncaught exception; that code is replaced, others are kept.
 */
final class UncaughtFailureExit implements UncaughtExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UncaughtFailureExit.class);
  private static final long MAIN_THREAD_ID = 1;

  /** The exit code of Python and R after an uncaught exception. */
  private static final int OF_INTERPRETERS = 1;

  /** Set by SparkSubmit, and by nothing that uses Spark as a library. */
  private static final String RUN_BY_SPARK_SUBMIT = "SPARK_SUBMIT";

  private final int exitCode;
  private final Runnable awaitEnd;

  private UncaughtFailureExit(int exitCode, Runnable awaitEnd) {
    this.exitCode = exitCode;
    this.awaitEnd = awaitEnd;
  }

  /**
   * Installs the handler on the main thread, where {@code spark-submit} runs this application and
   * the application has set no handler, and replaces the exit code of interpreters.
   *
   * @param exitCode the exit code of the JVM
   * @param awaitEnd waits until the application has stopped
   */
  static void install(int exitCode, Runnable awaitEnd) {
    if (!Boolean.getBoolean(RUN_BY_SPARK_SUBMIT)) {
      return;
    }
    replaceExitCodeOfInterpreters(exitCode, awaitEnd);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      boolean hasOwnHandler = thread.getUncaughtExceptionHandler() != thread.getThreadGroup();
      if (thread.getId() == MAIN_THREAD_ID && !hasOwnHandler) {
        thread.setUncaughtExceptionHandler(new UncaughtFailureExit(exitCode, awaitEnd));
      }
    }
  }

  private static void replaceExitCodeOfInterpreters(int exitCode, Runnable awaitEnd) {
    SparkVersions.replaceExitCode(
        code -> {
          if (code != OF_INTERPRETERS) {
            return code;
          }
          awaitEnd.run();
          return exitCode;
        });
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    // What would happen without this handler: the exception is printed.
    thread.getThreadGroup().uncaughtException(thread, failure);
    awaitEnd.run();
    LOG.debug("The main thread has ended with an exception; exit code {}", exitCode);
    System.exit(exitCode);
  }
}
