// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.loop;

import org.jspecify.annotations.Nullable;

/** Runs tasks of which each must run even if another fails, and then throws the first failure. */
public final class FirstFailure {
  private @Nullable RuntimeException exception;
  private @Nullable Error error;

  public void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      keep(e);
    } catch (Error e) { // rethrown below, when the other tasks have run
      keep(e);
    }
  }

  /** Throws the first failure, with the later ones as suppressed; an {@link Error} goes first. */
  public void rethrow() {
    if (error != null) {
      if (exception != null) {
        error.addSuppressed(exception);
      }
      throw error;
    }
    if (exception != null) {
      throw exception;
    }
  }

  private void keep(RuntimeException e) {
    if (exception == null) {
      exception = e;
    } else {
      exception.addSuppressed(e);
    }
  }

  private void keep(Error e) {
    if (error == null) {
      error = e;
    } else {
      error.addSuppressed(e);
    }
  }
}
