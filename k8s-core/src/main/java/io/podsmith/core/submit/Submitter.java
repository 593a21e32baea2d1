package io.podsmith.core.submit;

/** TODO. */
public final class Submitter {
  /**
   * Submits and, unless {@code spark.kubernetes.submission.waitAppCompletion} is false, waits for
   * the end.
   */
  public SubmissionResult submit(SubmitRequest request) throws InterruptedException {
    throw new UnsupportedOperationException();
  }
}
