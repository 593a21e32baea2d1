// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.pods;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulingGatesTest {
  private static final String MESSAGE = "Scheduling is blocked due to non-empty scheduling gates";

  @Test
  void namesTheGatesThatHoldAPodBack() {
    assertThat(SchedulingGates.name("SchedulingGated", MESSAGE, List.of("acme.com/a", "b.org/c")))
        .isEqualTo("%s: acme.com/a, b.org/c", MESSAGE);
  }

  @Test
  void leavesOtherMessagesAsTheyAre() {
    assertThat(SchedulingGates.name("SchedulingGated", MESSAGE, List.of())).isEqualTo(MESSAGE);
    assertThat(SchedulingGates.name("Unschedulable", "0/3 nodes", List.of("acme.com/a")))
        .isEqualTo("0/3 nodes");
  }
}
