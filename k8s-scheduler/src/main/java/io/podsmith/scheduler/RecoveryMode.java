// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ExecutorKeys;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether new executors run one task at a time, so that a task that needs much memory has that of a
 * whole executor. There is no way back: the task that was too much for its executor may come again.
 * Safe for use by several threads.
 */
final class RecoveryMode {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryMode.class);

  private final Optional<Boolean> setting;
  private volatile boolean on;

  RecoveryMode(SparkSettings settings) {
    this.setting = settings.get(ExecutorKeys.KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED);
    this.on = setting.orElse(false);
  }

  boolean isOn() {
    return on;
  }

  /** Takes note of the end of an executor. */
  void ended(long executorId, ExecutorExit exit) {
    if (exit.ranOutOfMemory() && setting.isEmpty() && !on) {
      on = true;
      LOG.warn(
          "OOM is detected: executor {} ran out of memory. From now on new executors run one task"
              + " at a time; set {}=false to disable this",
          executorId,
          ExecutorKeys.KUBERNETES_ALLOCATION_RECOVERY_MODE_ENABLED.key());
    }
  }
}
