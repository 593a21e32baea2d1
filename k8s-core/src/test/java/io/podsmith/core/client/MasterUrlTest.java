// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasterUrlTest {
  @ParameterizedTest
  @CsvSource({
    "k8s://https://api:6443, https://api:6443",
    "k8s://http://127.0.0.1:8001, http://127.0.0.1:8001",
    "k8s://api:6443, https://api:6443",
    "k8s://HTTPS://api, HTTPS://api",
    "https://api/clusters/a, https://api/clusters/a",
    "k8s://[::1]:6443, https://[::1]:6443",
  })
  void acceptsTheFormsThatSparkAccepts(String master, String url) {
    assertThat(MasterUrl.parse(master).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s://", "k8s://ftp://api", "k8s://https://", "k8s://https://a b", ""})
  void refusesAllElseAndSaysWhatIsAccepted(String master) {
    assertThatThrownBy(() -> MasterUrl.parse(master))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("PODSMITH-CONF-008")
        .hasMessageContaining("spark.master is '" + master + "'")
        .hasMessageContaining("k8s://https://<host>:<port>");
  }

  @Test
  void doesNotRepeatAPasswordInTheUrl() {
    assertThatThrownBy(() -> MasterUrl.parse("k8s://https://me:hunter2@api"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageNotContaining("hunter2");
  }
}
