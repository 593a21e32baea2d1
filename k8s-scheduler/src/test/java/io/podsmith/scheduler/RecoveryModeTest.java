// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.scheduler.pods.report.ExecutorExit;
import io.podsmith.scheduler.pods.report.ExitCause;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryModeTest {
  private static final String KEY = "spark.kubernetes.allocation.recoveryMode.enabled";

  @Test
  void beginsWhenAContainerIsKilledForItsMemory() {
    assertThat(after(Map.of(), new ExecutorExit(137, ExitCause.OUT_OF_MEMORY, "killed"))).isTrue();
  }

  @Test
  void beginsWhenAJvmRunsOutOfMemory() {
    assertThat(after(Map.of(), new ExecutorExit(52, ExitCause.APPLICATION, "exited"))).isTrue();
  }

  @Test
  void doesNotBeginWhenAnExecutorEndsForAnotherReason() {
    ExecutorExit killed = new ExecutorExit(137, ExitCause.APPLICATION, "the log speaks of OOM");
    assertThat(after(Map.of(), killed)).as("the exit code alone says nothing").isFalse();
    assertThat(after(Map.of(), new ExecutorExit(52, ExitCause.CLUSTER, "evicted"))).isFalse();
  }

  @Test
  void doesNotEnd() {
    RecoveryMode mode = mode(Map.of());
    mode.ended(1, new ExecutorExit(137, ExitCause.OUT_OF_MEMORY, "killed"));
    mode.ended(2, new ExecutorExit(0, ExitCause.APPLICATION, "exited"));
    assertThat(mode.isOn()).isTrue();
  }

  @Test
  void isOnFromTheStartWhereThatIsAskedFor() {
    assertThat(mode(Map.of(KEY, "true")).isOn()).isTrue();
  }

  @Test
  void neverBeginsWhereItIsForbidden() {
    ExecutorExit killed = new ExecutorExit(137, ExitCause.OUT_OF_MEMORY, "killed");
    assertThat(after(Map.of(KEY, "false"), killed)).isFalse();
  }

  private static boolean after(Map<String, String> settings, ExecutorExit exit) {
    RecoveryMode mode = mode(settings);
    mode.ended(1, exit);
    return mode.isOn();
  }

  private static RecoveryMode mode(Map<String, String> settings) {
    return new RecoveryMode(SparkSettings.of(settings, Map.of()));
  }
}
