package io.podsmith.scheduler.pods;

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
    assertThat(read(Map.of()).batch()).isEmpty();
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.size", "7")).batch())
        .contains(new PodSettings.Batch(7, Duration.ofSeconds(1)));
    assertThat(read(Map.of("spark.kubernetes.allocation.batch.delay", "50ms")).batch())
        .contains(new PodSettings.Batch(10, Duration.ofMillis(50)));
  }

  @Test
  void allowsTwiceAsManyFailuresAsExecutorsAndThreeAtLeast() {
    assertThat(read(Map.of()).maxFailures()).isEqualTo(3);
    assertThat(read(Map.of("spark.executor.instances", "10")).maxFailures()).isEqualTo(20);
    assertThat(read(Map.of("spark.dynamicAllocation.enabled", "true")).maxFailures())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(
            read(Map.of(
                    "spark.dynamicAllocation.enabled",
                    "true",
                    "spark.dynamicAllocation.maxExecutors",
                    "8"))
                .maxFailures())
        .isEqualTo(16);
    assertThat(read(Map.of("spark.executor.maxNumFailures", "1")).maxFailures()).isEqualTo(1);
  }

  @Test
  void refusesAllocatorsThatDoNotExist() {
    assertThatThrownBy(() -> read(Map.of("spark.kubernetes.allocation.pods.allocator", "lottery")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("spark.kubernetes.allocation.pods.allocator is 'lottery'");
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
