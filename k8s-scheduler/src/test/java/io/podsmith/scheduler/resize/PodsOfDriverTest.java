// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.resize;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodsOfDriverTest {
  @ParameterizedTest
  @CsvSource({
    "direct, true",
    "org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator, true",
    "statefulset, false",
    "org.apache.spark.scheduler.cluster.k8s.DeploymentPodsAllocator, false",
    "com.acme.Pool, false",
  })
  void resizesPodsThatTheDriverCreates(String allocator, boolean areDirect) {
    SparkSettings settings =
        SparkSettings.of(Map.of("spark.kubernetes.allocation.pods.allocator", allocator), Map.of());
    assertThat(PodsOfDriver.areDirect(settings)).isEqualTo(areDirect);
  }

  @Test
  void resizesPodsByDefault() {
    assertThat(PodsOfDriver.areDirect(SparkSettings.of(Map.of(), Map.of()))).isTrue();
  }
}
