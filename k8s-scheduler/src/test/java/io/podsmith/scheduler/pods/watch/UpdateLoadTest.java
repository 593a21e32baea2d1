// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.pods.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.scheduler.pods.testing.UpdateLoad;
import org.junit.jupiter.api.Test;

/** The load that the benchmark of updates measures is one. */
class UpdateLoadTest {
  @Test
  void takesEachUpdateInAndAsksTheServerForNothing() {
    UpdateLoad load = new UpdateLoad(3);
    int before = load.requests();
    load.accept(3);
    assertThat(load.node(2)).contains("node-a");
    load.accept(2);
    assertThat(load.node(2)).contains("node-b");
    assertThat(load.node(3)).contains("node-a");
    assertThat(load.running()).isEqualTo(3);
    assertThat(load.requests()).as("requests of the API server").isEqualTo(before);
  }
}
