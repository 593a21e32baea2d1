// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.core.conf.keys.ClusterKeys;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalMasterTest {
  private static final String KEY = ClusterKeys.KUBERNETES_DRIVER_MASTER_URL.key();

  @Test
  void runsOneTaskAtATime() {
    assertThat(LocalMaster.find(KEY, "local")).contains(new LocalMaster(OptionalInt.of(1), 1));
  }

  @Test
  void takesNumberOfThreads() {
    assertThat(LocalMaster.find(KEY, "local[4]")).contains(new LocalMaster(OptionalInt.of(4), 1));
  }

  @Test
  void takesAllProcessors() {
    assertThat(LocalMaster.find(KEY, "local[*]")).contains(new LocalMaster(OptionalInt.empty(), 1));
  }

  @Test
  void takesNumberOfFailures() {
    assertThat(LocalMaster.find(KEY, "local[* , 3]"))
        .contains(new LocalMaster(OptionalInt.empty(), 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://kubernetes.default.svc", "localhost:6443", "local.example.com", ""})
  void leavesUrlsAlone(String master) {
    assertThat(LocalMaster.find(KEY, master)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[]", "local[0]", "local[x]", "local[1", "local[-1]", "local[1,]"})
  void refusesOtherForms(String master) {
    assertThatThrownBy(() -> LocalMaster.find(KEY, master))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(PodsmithError.CONF_MASTER.id())
        .hasMessageContaining(KEY + " is '" + master + "'")
        .hasMessageContaining("local[*]");
  }
}
