// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.core.conf.SparkSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodSettingsTest {
  private static PodSettings read(Map<String, String> settings) {
    return PodSettings.read(SparkSettings.of(settings, Map.of()));
  }

  @Test
  void batchesBindOnlyWhereTheUserSaysSo() {
    assertThat(read(Map.of()).limits().batch()).isEmpty();
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.size", "7")).limits().batch())
        .contains(new PodSettings.Batch(7, Duration.ofSeconds(1)));
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.delay", "50ms")).limits().batch())
        .contains(new PodSettings.Batch(10, Duration.ofMillis(50)));
  }

  @Test
  void allowsTwiceAsManyFailuresAsExecutorsAndThreeAtLeast() {
    assertThat(read(Map.of()).failures().max()).isEqualTo(3);
    assertThat(read(Map.of("spark.executor.instances", "10")).failures().max()).isEqualTo(20);
    assertThat(read(Map.of("spark.dynamicAllocation.enabled", "true")).failures().max())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(
            read(Map.of(
                    "spark.dynamicAllocation.enabled",
                    "true",
                    "spark.dynamicAllocation.maxExecutors",
                    "8"))
                .failures()
                .max())
        .isEqualTo(16);
    assertThat(read(Map.of("spark.executor.maxNumFailures", "1")).failures().max()).isEqualTo(1);
  }

  @Test
  void waitsForNoDriverThatExecutorsFindBeforeItIsReady() {
    assertThat(read(Map.of()).driverReadinessTimeout()).isPositive();
    assertThat(
            read(Map.of("spark.kubernetes.driver.service.publishNotReadyAddresses", "true"))
                .driverReadinessTimeout())
        .isZero();
  }

  @Test
  void knowsUpstreamsAllocatorsByTheirClasses() {
    String classes = "org.apache.spark.scheduler.cluster.k8s.";
    assertThat(allocator(classes + "StatefulSetPodsAllocator").is(SetKind.STATEFUL_SET)).isTrue();
    assertThat(allocator(classes + "DeploymentPodsAllocator").is(SetKind.DEPLOYMENT)).isTrue();
    assertThat(allocator(classes + "ExecutorPodsAllocator").className()).isEmpty();
    assertThat(allocator("com.acme.Pool").className()).contains("com.acme.Pool");
  }

  private static AllocatorChoice allocator(String name) {
    return read(Map.of("spark.kubernetes.allocation.pods.allocator", name)).allocator();
  }

  @Test
  void asksForADeletionCostWhereADeploymentBreathes() {
    Map<String, String> breathing =
        Map.of(
            "spark.kubernetes.allocation.pods.allocator",
            "deployment",
            "spark.dynamicAllocation.enabled",
            "true");
    assertThatThrownBy(() -> read(breathing))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.executor.podDeletionCost is not set");
  }

  @Test
  void letsExecutorsCostMoreThanThoseThatAreToGo() {
    String key = "spark.kubernetes.executor.podDeletionCost";
    assertThat(read(Map.of(key, "-5")).allocator().usualCost()).isZero();
    assertThat(read(Map.of(key, "42")).allocator().usualCost()).isEqualTo(43);
    assertThat(read(Map.of()).allocator().deletionCost()).isNegative();
  }

  @Test
  void acceptsAnyPositiveBatchDelay() {
    PodSettings settings = read(Map.of("spark.kubernetes.allocation.batch.delay", "5ms"));
    assertThat(settings.limits().batch().orElseThrow().delay())
        .isEqualTo(java.time.Duration.ofMillis(5));
    assertThatThrownBy(() -> read(Map.of("spark.kubernetes.allocation.batch.delay", "0")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.batch.delay is '0'");
  }

  @Test
  void refusesMorePendingPodsForAProfileThanForAll() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "spark.kubernetes.allocation.maxPendingPods",
                        "5",
                        "spark.kubernetes.allocation.maxPendingPodsPerRp",
                        "6")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("maxPendingPodsPerRp is 6")
        .hasMessageContaining("which is 5");
  }
}
