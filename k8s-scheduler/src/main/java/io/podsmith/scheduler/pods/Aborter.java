package io.podsmith.scheduler.pods;

/** Tells the backend once that there is no hope, whoever finds that out. */
final class Aborter {
  private final ExecutorBackend backend;
  private boolean aborted;

  Aborter(ExecutorBackend backend) {
    this.backend = backend;
  }

  /** To be called on the event loop. */
  void abort(Throwable cause) {
    if (!aborted) {
      aborted = true;
      backend.abort(cause);
    }
  }

  boolean isAborted() {
    return aborted;
  }
}
