// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.model;

/** What an executor's pod is doing, as far as executor management cares. */
public enum ExecutorPhase {
  PENDING,
  RUNNING,
  /** On its way out and still running. */
  TERMINATING,
  SUCCEEDED,
  FAILED,
  /** Gone, or on its way out without having run. */
  DELETED,
  UNKNOWN;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED || this == DELETED;
  }
}
