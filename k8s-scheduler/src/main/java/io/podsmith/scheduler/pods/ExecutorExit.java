package io.podsmith.scheduler.pods;

/**
 * How an executor came to its end.
 *
 * @param exitCode the exit code of Spark's container, {@link #UNKNOWN_EXIT_CODE} where there is
 *     none
 * @param causedByApp false where the cluster took the executor away, so that its tasks' failures
 *     are not held against the application
 * @param message what happened, for people
 */
public record ExecutorExit(int exitCode, boolean causedByApp, String message) {
  /** The exit code where the container told none. */
  public static final int UNKNOWN_EXIT_CODE = -1;
}
