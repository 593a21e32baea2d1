// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.podsmith.core.conf.SparkSettings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an application may have volume claims that its driver deletes at the end. */
class ClaimUseTest {
  @ParameterizedTest
  @CsvSource({
    "executor.volumes.persistentVolumeClaim.data.options.claimName, OnDemand, true",
    "driver.volumes.persistentVolumeClaim.data.options.claimName, OnDemand, true",
    "executor.volumes.persistentVolumeClaim.data.options.claimName, my-claim, false",
    "executor.volumes.hostPath.data.options.path, /OnDemand, false"
  })
  void findsClaimsThatAreCreatedForAPod(String key, String value, boolean isOnDemand) {
    SparkSettings settings = SparkSettings.of(Map.of("spark.kubernetes." + key, value), Map.of());

    assertThat(ClaimUse.onDemand(settings)).isEqualTo(isOnDemand);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | false",
        "{spec: {}} | false",
        "{spec: {volumes: [{name: a, emptyDir: {}}]}} | false",
        "{spec: {volumes: [{name: a, emptyDir: {}},"
            + " {name: b, persistentVolumeClaim: {claimName: c}}]}} | true"
      })
  void findsClaimsInAPod(String pod, boolean hasClaim) {
    assertThat(ClaimUse.of(Serialization.unmarshal("# YAML\n" + pod, Pod.class)))
        .isEqualTo(hasClaim);
  }
}
