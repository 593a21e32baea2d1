// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.views;

import io.podsmith.api.conf.ByteUnit;
import io.podsmith.api.conf.ConfigEntry;
import io.podsmith.api.conf.ExecutorResources;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.conf.keys.PodKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import java.util.Optional;

/**
 * Computes cores and memory of executors from settings, as Spark does in the driver. Settings with
 * references, such as {@code ${env:NAME}}, may be others there: their defaults stand for them.
 */
public final class ExecutorAmounts {
  static final ConfigEntry<Optional<Long>> MEMORY_OVERHEAD =
      ConfigEntry.key("spark.executor.memoryOverhead")
          .withAlternative("spark.yarn.executor.memoryOverhead")
          .bytesType(ByteUnit.MEBIBYTES)
          .optional();
  static final ConfigEntry<Optional<Long>> PYSPARK_MEMORY =
      ConfigEntry.key("spark.executor.pyspark.memory").bytesType(ByteUnit.MEBIBYTES).optional();
  static final ConfigEntry<Boolean> OFF_HEAP_ENABLED =
      ConfigEntry.key("spark.memory.offHeap.enabled").booleanType().withDefault(false);
  static final ConfigEntry<Long> OFF_HEAP_SIZE =
      ConfigEntry.key("spark.memory.offHeap.size").bytesType(ByteUnit.BYTES).withDefault(0L);

  private final SparkSettings settings;
  private final ProfileRequest request;

  private ExecutorAmounts(SparkSettings settings, ProfileRequest request) {
    this.settings = settings;
    this.request = request;
  }

  /**
   * Computes cores and memory of an executor.
   *
   * @param settings the settings of the driver
   * @throws io.podsmith.api.error.InvalidConfigurationException if one of them is invalid
   */
  public static ExecutorResources of(SparkSettings settings, ExampleExecutor executor) {
    ExecutorAmounts amounts = new ExecutorAmounts(settings.withoutReferences(), executor.request());
    return ExecutorResources.builder()
        .cores(amounts.cores())
        .heapMiB(amounts.heap())
        .totalMemoryMiB(amounts.heap() + amounts.overhead() + amounts.offHeap() + amounts.pyspark())
        .addAllExtendedResources(
            executor.isOfDefaultProfile()
                ? ExtendedResources.ofExecutors(settings)
                : executor.request().devices())
        .build();
  }

  private int cores() {
    return request
        .amount(ProfileRequest.CORES)
        .map(Math::toIntExact)
        .orElseGet(() -> settings.get(ExecutorConf.CORES));
  }

  private long heap() {
    return request.amount(ProfileRequest.MEMORY).orElseGet(() -> settings.get(ExecutorConf.MEMORY));
  }

  /** By default a fraction of the heap of the default profile, even if the profile has another. */
  private long overhead() {
    return request
        .amount(ProfileRequest.MEMORY_OVERHEAD)
        .or(() -> settings.get(MEMORY_OVERHEAD))
        .orElseGet(
            () ->
                Math.max(
                    settings.get(SparkKeys.EXECUTOR_MIN_MEMORY_OVERHEAD),
                    (long) (settings.get(ExecutorConf.MEMORY) * overheadFactor())));
  }

  private double overheadFactor() {
    return settings.contains(SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR)
        ? settings.get(SparkKeys.EXECUTOR_MEMORY_OVERHEAD_FACTOR)
        : settings.get(PodKeys.MEMORY_OVERHEAD_FACTOR);
  }

  private long offHeap() {
    return settings.get(OFF_HEAP_ENABLED)
        ? request
            .amount(ProfileRequest.OFF_HEAP)
            .orElseGet(() -> settings.get(OFF_HEAP_SIZE) / ByteUnit.MEBIBYTES.bytes())
        : 0;
  }

  private long pyspark() {
    boolean isPython =
        settings
            .get(ClusterKeys.APP_RESOURCE_TYPE)
            .equals(Optional.of(Constants.APP_RESOURCE_TYPE_PYTHON));
    return isPython
        ? request
            .amount(ProfileRequest.PYSPARK_MEMORY)
            .or(() -> settings.get(PYSPARK_MEMORY))
            .orElse(0L)
        : 0;
  }
}
