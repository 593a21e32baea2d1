// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.scheduler.pods.report.ExecutorBackend;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExecutorNews;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Stands in for a backend that is made later: executor management comes first, so that wrong
 * settings are found before Spark's backend has threads. Calls wait until there is a backend.
 */
final class BackendRelay implements ExecutorBackend {
  private final CompletableFuture<ExecutorBackend> backend = new CompletableFuture<>();

  void connect(ExecutorBackend target) {
    backend.complete(target);
  }

  @Override
  public Set<Long> registeredExecutors() {
    return backend.join().registeredExecutors();
  }

  @Override
  public void removeExecutor(long executorId, ExecutorExit exit) {
    backend.join().removeExecutor(executorId, exit);
  }

  @Override
  public void report(ExecutorNews news) {
    backend.join().report(news);
  }

  @Override
  public void abort(Throwable cause) {
    backend.join().abort(cause);
  }
}
