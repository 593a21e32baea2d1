// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.Confs;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which settings a plan names as the reason for the cores and the memory of an executor. */
class RecordedResourcesTest {
  private static List<String> reads(ExampleExecutor executor, @Nullable String settings) {
    String[] keysAndValues = settings == null ? new String[0] : settings.split("[= ]");
    StepReads reads = new StepReads();
    new RecordedExecutorConf(ExecutorConf.create(Confs.context(keysAndValues), executor), reads)
        .resources();
    return reads.all().stream().map(StepReads.Read::key).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing||spark.executor.cores spark.executor.memory spark.executor.memoryOverhead"
            + " spark.executor.memoryOverheadFactor spark.kubernetes.memoryOverheadFactor"
            + " spark.executor.minMemoryOverhead spark.executor.resource.*",
        "the overhead|spark.executor.memoryOverhead=1g|spark.executor.cores spark.executor.memory"
            + " spark.executor.memoryOverhead spark.executor.resource.*",
        "its factor|spark.executor.memoryOverheadFactor=0.2|spark.executor.cores"
            + " spark.executor.memory spark.executor.memoryOverhead"
            + " spark.executor.memoryOverheadFactor spark.executor.minMemoryOverhead"
            + " spark.executor.resource.*",
        "memory of other kinds|spark.executor.memoryOverhead=1g spark.memory.offHeap.enabled=true"
            + " spark.memory.offHeap.size=1g spark.executor.pyspark.memory=1g"
            + "|spark.executor.cores spark.executor.memory spark.executor.memoryOverhead"
            + " spark.memory.offHeap.enabled spark.memory.offHeap.size"
            + " spark.executor.pyspark.memory spark.executor.resource.*"
      })
  void namesTheSettingsOfTheDefaultProfile(String set, @Nullable String settings, String keys) {
    assertThat(reads(ExampleExecutor.FIRST, settings)).containsExactly(keys.split(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cores|spark.executor.memory spark.executor.memoryOverhead spark.memory.offHeap.enabled"
            + " spark.memory.offHeap.size spark.executor.pyspark.memory",
        "memory|spark.executor.cores spark.executor.memory spark.executor.memoryOverhead"
            + " spark.memory.offHeap.enabled spark.memory.offHeap.size"
            + " spark.executor.pyspark.memory",
        "memoryOverhead|spark.executor.cores spark.executor.memory spark.memory.offHeap.enabled"
            + " spark.memory.offHeap.size spark.executor.pyspark.memory",
        "cores memory memoryOverhead|spark.memory.offHeap.enabled spark.memory.offHeap.size"
            + " spark.executor.pyspark.memory",
        "offHeap|spark.executor.cores spark.executor.memory spark.executor.memoryOverhead"
            + " spark.memory.offHeap.enabled spark.executor.pyspark.memory",
        "pyspark.memory|spark.executor.cores spark.executor.memory spark.executor.memoryOverhead"
            + " spark.memory.offHeap.enabled spark.memory.offHeap.size"
      })
  void namesNoSettingThatAProfileReplaces(String requested, String keys) {
    TreeMap<String, Long> amounts = new TreeMap<>();
    Arrays.stream(requested.split(" ")).forEach(name -> amounts.put(name, 2L));

    assertThat(
            reads(
                new ExampleExecutor(1, 1, new ProfileRequest(amounts, List.of())),
                "spark.executor.memoryOverhead=1g spark.memory.offHeap.enabled=true"
                    + " spark.memory.offHeap.size=1g spark.executor.pyspark.memory=1g"))
        .containsExactly(keys.split(" "));
  }
}
