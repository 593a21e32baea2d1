// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriverLogTest {
  @Test
  void findsTheLastLineWithACode() {
    assertThat(
            DriverLog.lastCodedLine(
                """
                26/11/28 WARN X: [PODSMITH-CLUSTER-001] cannot list pods
                Exception in thread "main" E: [PODSMITH-STEP-001] step a.b failed
                \tat somewhere
                """))
        .hasValue("[PODSMITH-STEP-001] step a.b failed");
  }

  @Test
  void findsNothingInOtherLogs() {
    assertThat(DriverLog.lastCodedLine("")).isEmpty();
    assertThat(DriverLog.lastCodedLine("PODSMITH-STEP-001 without brackets")).isEmpty();
  }
}
