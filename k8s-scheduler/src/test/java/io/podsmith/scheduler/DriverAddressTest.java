// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverAddressTest {
  private static final String HOST = "driver.jobs.svc";

  private static Optional<Pod> podWithIp(String ip) {
    return Optional.of(new PodBuilder().withNewStatus().withPodIP(ip).endStatus().build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "::",
        "[::]",
        "[::0]",
        "0:0:0:0:0:0:0:0",
        "0",
        "*",
        "",
        " ",
        "::ffff:0.0.0.0"
      })
  void takesTheIpOfThePodInThePlaceOfAWildcard(String bindAddress) {
    assertThat(DriverAddress.ofPod(bindAddress, HOST, podWithIp("10.1.2.3"))).isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "[::]"})
  void takesTheHostWhereNoPodIsKnown(String bindAddress) {
    assertThat(DriverAddress.ofPod(bindAddress, HOST, Optional.empty())).isEqualTo(HOST);
    assertThat(DriverAddress.ofPod(bindAddress, HOST, Optional.of(new Pod()))).isEqualTo(HOST);
    assertThat(DriverAddress.ofPod(bindAddress, HOST, podWithIp(""))).isEqualTo(HOST);
  }

  @Test
  void putsIpv6InBrackets() {
    assertThat(DriverAddress.ofPod("[::]", HOST, podWithIp("fd00::7"))).isEqualTo("[fd00::7]");
    assertThat(DriverAddress.ofPod("fd00::8", HOST, podWithIp("fd00::7"))).isEqualTo("[fd00::8]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.4.5.6", "[fd00::9]", "driver-0.jobs", "eth0.example", "10.0.0.0"})
  void keepsAnAddressThatCanBeCalled(String bindAddress) {
    assertThat(DriverAddress.ofPod(bindAddress, HOST, podWithIp("10.1.2.3")))
        .isEqualTo(bindAddress);
  }
}
