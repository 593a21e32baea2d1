// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Deletes drivers, several at a time. Used by one thread. */
final class DriverDeletions implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(AT_ONCE, DriverDeletions::thread);
  private final List<Future<Boolean>> deletions = new ArrayList<>();

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "podsmith-kill");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a deletion.
   *
   * @param deletion returns whether the driver existed
   */
  void add(Callable<Boolean> deletion) {
    deletions.add(threads.submit(deletion));
  }

  /**
   * Waits until all deletions have been answered.
   *
   * @param onMissing called for each driver that did not exist
   * @return why drivers could not be deleted
   */
  List<ClusterException> await(Runnable onMissing) {
    List<ClusterException> failures = new ArrayList<>();
    for (Future<Boolean> deletion : deletions) {
      try {
        if (!deletion.get()) {
          onMissing.run();
        }
      } catch (ExecutionException e) {
        failures.add(failure(e.getCause() == null ? e : e.getCause()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failures.add(
            new ClusterException(
                PodsmithError.CLUSTER_FAILED,
                "interrupted before all drivers were deleted; run --kill again",
                0,
                e));
        return failures;
      }
    }
    return failures;
  }

  private static ClusterException failure(Throwable cause) {
    if (cause instanceof ClusterException failure) {
      return failure;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
