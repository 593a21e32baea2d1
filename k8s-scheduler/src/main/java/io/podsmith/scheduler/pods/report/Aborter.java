// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

/** Tells the backend once that there is no hope, whoever finds that out. */
public final class Aborter {
  private final ExecutorBackend backend;
  private boolean aborted;

  public Aborter(ExecutorBackend backend) {
    this.backend = backend;
  }

  /** To be called on the event loop. */
  public void abort(Throwable cause) {
    if (!aborted) {
      aborted = true;
      backend.abort(cause);
    }
  }

  public boolean isAborted() {
    return aborted;
  }
}
