// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitDiagnosticsTest {
  @Test
  void tellsTheFailureAndItsCause() {
    String text =
        ExitDiagnostics.text(new IllegalStateException("outer", new RuntimeException("inner")));
    assertThat(text).contains("IllegalStateException: outer", "Caused by:", "inner", "\tat ");
  }

  @Test
  void staysBelowWhatAnAnnotationMayHold() {
    String text = ExitDiagnostics.text(new IllegalStateException("x".repeat(100_000)));
    assertThat(text).hasSize(64 * 1024).endsWith("...");
  }
}
