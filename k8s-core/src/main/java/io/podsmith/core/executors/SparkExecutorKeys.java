// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import io.podsmith.api.conf.ConfigEntry;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The settings of Spark itself on which executor management depends. */
public final class SparkExecutorKeys {
  static final ConfigEntry<Optional<Integer>> EXECUTOR_INSTANCES =
      ConfigEntry.key("spark.executor.instances").intType().optional();
  static final ConfigEntry<Boolean> DYN_ALLOCATION_ENABLED =
      ConfigEntry.key("spark.dynamicAllocation.enabled").booleanType().withDefault(false);
  static final ConfigEntry<Integer> DYN_ALLOCATION_MAX_EXECUTORS =
      ConfigEntry.key("spark.dynamicAllocation.maxExecutors")
          .intType()
          .withDefault(Integer.MAX_VALUE);
  static final ConfigEntry<Long> DYN_ALLOCATION_EXECUTOR_IDLE_TIMEOUT =
      ConfigEntry.key("spark.dynamicAllocation.executorIdleTimeout")
          .timeType(TimeUnit.SECONDS)
          .check(v -> v >= 0, "zero or more")
          .withDefault(60L);
  static final ConfigEntry<Boolean> STREAMING_DYN_ALLOCATION_ENABLED =
      ConfigEntry.key("spark.streaming.dynamicAllocation.enabled").booleanType().withDefault(false);
  static final ConfigEntry<Integer> STREAMING_DYN_ALLOCATION_MAX_EXECUTORS =
      ConfigEntry.key("spark.streaming.dynamicAllocation.maxExecutors")
          .intType()
          .check(v -> v > 0, "more than zero")
          .withDefault(Integer.MAX_VALUE);
  public static final ConfigEntry<Optional<Integer>> MAX_EXECUTOR_FAILURES =
      ConfigEntry.key("spark.executor.maxNumFailures").intType().optional();
  static final ConfigEntry<Optional<Long>> EXECUTOR_FAILURES_VALIDITY_INTERVAL =
      ConfigEntry.key("spark.executor.failuresValidityInterval")
          .timeType(TimeUnit.MILLISECONDS)
          .optional();

  static final ConfigEntry<Long> EXCLUDE_ON_FAILURE_TIMEOUT =
      ConfigEntry.key("spark.excludeOnFailure.timeout")
          .timeType(TimeUnit.MILLISECONDS)
          .check(v -> v > 0, "more than zero")
          .withDefault(TimeUnit.HOURS.toMillis(1));

  private SparkExecutorKeys() {}
}
