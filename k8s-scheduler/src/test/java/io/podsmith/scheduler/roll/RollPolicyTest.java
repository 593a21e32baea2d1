// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.roll;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ExecutorKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RollPolicyTest {
  //                              id, added, tasks, failed, time, gc, heap, offHeap, shuffle, disk
  private static final List<ExecutorLoad> EXECUTORS =
      List.of(
          new ExecutorLoad("10", 1, 10, 0, 50, 9, 1, 1, 1, 1),
          new ExecutorLoad("2", 2, 10, 5, 100, 1, 2, 1, 1, 1),
          new ExecutorLoad("3", 3, 1, 0, 90, 1, 1, 7, 1, 1),
          new ExecutorLoad("4", 4, 10, 0, 10, 1, 9, 1, 1, 8),
          new ExecutorLoad("5", 5, 10, 0, 10, 1, 1, 1, 6, 1));

  @ParameterizedTest
  @CsvSource({
    "ID, 2",
    "ADD_TIME, 10",
    "TOTAL_GC_TIME, 10",
    "TOTAL_DURATION, 2",
    "AVERAGE_DURATION, 3",
    "FAILED_TASKS, 2",
    "PEAK_JVM_ONHEAP_MEMORY, 4",
    "PEAK_JVM_OFFHEAP_MEMORY, 3",
    "TOTAL_SHUFFLE_WRITE, 5",
    "DISK_USED, 4"
  })
  void choosesTheWorst(RollPolicy policy, String id) {
    assertThat(policy.choose(EXECUTORS)).contains(id);
  }

  @ParameterizedTest
  @EnumSource
  void choosesNobodyFromNobody(RollPolicy policy) {
    assertThat(policy.choose(List.of())).isEmpty();
  }

  @Test
  void takesAnOutlierBeforeTheLongest() {
    List<ExecutorLoad> executors = new ArrayList<>();
    for (int id = 1; id <= 20; id++) {
      executors.add(
          new ExecutorLoad(Integer.toString(id), id, 1, 0, 100, id == 7 ? 99 : 1, 1, 1, 1, 1));
    }
    assertThat(RollPolicy.OUTLIER.choose(executors)).contains("7");
    assertThat(RollPolicy.OUTLIER_NO_FALLBACK.choose(executors)).contains("7");
  }

  @ParameterizedTest
  @EnumSource(
      value = RollPolicy.class,
      names = {"ID", "ADD_TIME", "OUTLIER_NO_FALLBACK"},
      mode = EnumSource.Mode.EXCLUDE)
  void takesTheLastAmongEquals(RollPolicy policy) {
    List<ExecutorLoad> alike =
        List.of(
            new ExecutorLoad("1", 1, 1, 0, 10, 1, 1, 1, 1, 1),
            new ExecutorLoad("2", 1, 1, 0, 10, 1, 1, 1, 1, 1));
    assertThat(policy.choose(alike)).as("as Spark does").contains("2");
  }

  @Test
  void leavesExecutorsThatHaveDoneNothingOutOfTheAverage() {
    List<ExecutorLoad> executors = new ArrayList<>();
    for (int id = 1; id <= 17; id++) {
      executors.add(new ExecutorLoad(Integer.toString(id), id, 0, 0, 0, 1, 1, 1, 1, 1));
    }
    executors.add(new ExecutorLoad("18", 18, 9, 0, 90, 1, 1, 1, 1, 1));
    executors.add(new ExecutorLoad("19", 19, 10, 0, 90, 1, 1, 1, 1, 1));
    executors.add(new ExecutorLoad("20", 20, 10, 0, 90, 1, 1, 1, 1, 1));
    assertThat(RollPolicy.OUTLIER.choose(executors))
        .as("beside seventeen zeros 18 would stand out by its average")
        .contains("20");
  }

  @Test
  void fallsBackToTheLongestOnlyWhereItMay() {
    List<ExecutorLoad> alike =
        List.of(
            new ExecutorLoad("1", 1, 1, 0, 10, 1, 1, 1, 1, 1),
            new ExecutorLoad("2", 2, 1, 0, 11, 1, 1, 1, 1, 1));
    assertThat(RollPolicy.OUTLIER.choose(alike)).contains("2");
    assertThat(RollPolicy.OUTLIER_NO_FALLBACK.choose(alike)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isNamedAsTheSettingNamesIt(RollPolicy policy) {
    SparkSettings settings =
        SparkSettings.of(Map.of(ExecutorKeys.EXECUTOR_ROLL_POLICY.key(), policy.name()), Map.of());
    assertThat(settings.get(ExecutorKeys.EXECUTOR_ROLL_POLICY)).isEqualTo(policy.name());
  }
}
