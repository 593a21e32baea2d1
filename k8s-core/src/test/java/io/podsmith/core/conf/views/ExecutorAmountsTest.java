// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.core.conf.Confs;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cores and memory of an executor as far as they are known before there is a driver. */
class ExecutorAmountsTest {
  private static ExecutorResources of(@Nullable String settings, ExampleExecutor executor) {
    String[] keysAndValues = settings == null ? new String[0] : settings.split("[= ]");
    return ExecutorAmounts.of(Confs.settings(keysAndValues), executor);
  }

  private static String shown(ExecutorResources resources) {
    return "%d %d %d".formatted(resources.cores(), resources.heapMiB(), resources.totalMemoryMiB());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "|1 1024 1408",
        "spark.executor.cores=3|3 1024 1408",
        "spark.executor.memory=8g|1 8192 9011",
        "spark.executor.memory=8g spark.kubernetes.memoryOverheadFactor=0.5|1 8192 12288",
        "spark.executor.memory=8g spark.executor.memoryOverheadFactor=0.25"
            + " spark.kubernetes.memoryOverheadFactor=0.5|1 8192 10240",
        "spark.executor.memoryOverhead=1g|1 1024 2048",
        "spark.executor.minMemoryOverhead=2g|1 1024 3072",
        "spark.memory.offHeap.size=1g|1 1024 1408",
        "spark.memory.offHeap.size=1g spark.memory.offHeap.enabled=true|1 1024 2432",
        "spark.executor.pyspark.memory=512m|1 1024 1408",
        "spark.executor.pyspark.memory=512m spark.kubernetes.resource.type=python|1 1024 1920"
      })
  void addsUpTheSettingsOfTheDefaultProfile(@Nullable String settings, String amounts) {
    assertThat(shown(of(settings, ExampleExecutor.FIRST))).isEqualTo(amounts);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "cores=4|4 8192 9651",
        "memory=2048|3 2048 3507",
        "memoryOverhead=100|3 8192 8932",
        "offHeap=40|3 8192 9431",
        "pyspark.memory=60|3 8192 9331",
        "cores=4 memory=2048 memoryOverhead=100 offHeap=40 pyspark.memory=60|4 2048 2248"
      })
  void replacesSettingsByWhatAProfileRequests(String requested, String amounts) {
    TreeMap<String, Long> request = new TreeMap<>();
    for (String amount : requested.split(" ")) {
      request.put(amount.split("=")[0], Long.valueOf(amount.split("=")[1]));
    }

    assertThat(
            shown(
                of(
                    "spark.executor.cores=3 spark.executor.memory=8g"
                        + " spark.memory.offHeap.enabled=true spark.memory.offHeap.size=260m"
                        + " spark.executor.pyspark.memory=380m"
                        + " spark.kubernetes.resource.type=python",
                    new ExampleExecutor(1, 1, new ProfileRequest(request, List.of())))))
        .as("819 MiB of overhead, 260 of memory off the heap and 380 of Python by settings")
        .isEqualTo(amounts);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, -1"})
  void rejectsExecutorsThatDoNotExist(int id, int profile) {
    assertThatThrownBy(() -> new ExampleExecutor(id, profile, ProfileRequest.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("executor %d of resource profile %d does not exist", id, profile);
  }
}
