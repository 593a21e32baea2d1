// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetKindTest {
  @Test
  void namesSetsByKindApplicationAndProfile() {
    assertThat(SetKind.STATEFUL_SET.nameOf("spark-1", 0)).isEqualTo("spark-s-spark-1-0");
    assertThat(SetKind.DEPLOYMENT.nameOf("spark-1", 3)).isEqualTo("spark-d-spark-1-3");
  }

  @ParameterizedTest
  @CsvSource({
    // a pod of a StatefulSet has a label of its name, '-', and a hash of ten characters
    "STATEFUL_SET, StatefulSet, statefulsets, 52",
    "DEPLOYMENT, Deployment, deployments, 253"
  })
  void knowsTheKindsOfKubernetes(SetKind set, String kind, String plural, int longest) {
    assertThat(set.kind()).isEqualTo(kind);
    assertThat(set.plural()).isEqualTo(plural);
    assertThat(set.longestName()).isEqualTo(longest);
  }
}
