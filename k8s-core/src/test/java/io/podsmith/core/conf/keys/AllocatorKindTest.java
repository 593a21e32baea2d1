// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf.keys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocatorKindTest {
  @ParameterizedTest
  @CsvSource({
    "direct, DIRECT, false",
    "org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator, DIRECT, false",
    "statefulset, STATEFUL_SET, true",
    "org.apache.spark.scheduler.cluster.k8s.StatefulSetPodsAllocator, STATEFUL_SET, true",
    "deployment, DEPLOYMENT, true",
    "org.apache.spark.scheduler.cluster.k8s.DeploymentPodsAllocator, DEPLOYMENT, true",
    "com.acme.Pool, CUSTOM, false",
  })
  void knowsTheKindsByNameAndBySparksClasses(String value, AllocatorKind kind, boolean isSet) {
    assertThat(AllocatorKind.of(value)).isEqualTo(kind);
    assertThat(kind.isSet()).isEqualTo(isSet);
  }
}
