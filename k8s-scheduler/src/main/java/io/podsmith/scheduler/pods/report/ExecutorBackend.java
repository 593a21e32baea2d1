// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.report;

import java.util.Set;

/**
 * What executor management asks of, and tells to, the scheduler that runs tasks.
 *
 * <p>Called from threads of executor management, one at a time. Calls must return soon: hand on
 * what takes time.
 */
public interface ExecutorBackend {
  /** Returns the executors that have registered and were not removed since. Called rarely. */
  Set<Long> registeredExecutors();

  /** Learns that an executor is gone; may name one that never registered. */
  void removeExecutor(long executorId, ExecutorExit exit);

  /** Learns what those who watch the application may want to know. */
  void report(ExecutorNews news);

  /**
   * Learns that executors cannot be had any more. Executor management stops asking for them; the
   * application is to end with this cause. Called at most once.
   */
  void abort(Throwable cause);
}
