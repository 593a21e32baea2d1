// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

/**
 * How an executor came to its end.
 *
 * @param exitCode the exit code of Spark's container, {@link #UNKNOWN_EXIT_CODE} where there is
 *     none
 * @param cause whose doing it was
 * @param message what happened, for people
 */
public record ExecutorExit(int exitCode, ExitCause cause, String message) {
  /** The exit code where the container told none. */
  public static final int UNKNOWN_EXIT_CODE = -1;

  /** The exit code of an executor whose JVM had no memory left. */
  private static final int JVM_OUT_OF_MEMORY = 52;

  /**
   * Returns false where the cluster took the executor away, so that its tasks' failures are not
   * held against the application.
   */
  public boolean causedByApp() {
    return cause.isByApplication();
  }

  /** Returns true where the memory of the container or of the JVM was not enough. */
  public boolean ranOutOfMemory() {
    return cause == ExitCause.OUT_OF_MEMORY
        || (cause == ExitCause.APPLICATION && exitCode == JVM_OUT_OF_MEMORY);
  }
}
