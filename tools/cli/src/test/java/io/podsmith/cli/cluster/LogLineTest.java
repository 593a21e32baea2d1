// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static final AppPod POD = new AppPod(new PodBuilder().build(), "driver", "main");

  @Test
  void splitsTimeAndText() {
    assertThat(LogLine.parse(POD, "2026-11-29T08:00:00.123456789Z INFO  two  blanks"))
        .isEqualTo(
            new LogLine(
                POD,
                Optional.of(Instant.parse("2026-11-29T08:00:00.123456789Z")),
                "INFO  two  blanks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-29T08:00:00Z", "2026-11-29T08:00:00Z "})
  void takesATimeAloneForAnEmptyLine(String line) {
    assertThat(LogLine.parse(POD, line))
        .isEqualTo(new LogLine(POD, Optional.of(Instant.parse("2026-11-29T08:00:00Z")), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " at com.acme.Pi.main(Pi.java:1)",
        "26/11/29 08:00:00 INFO Pi: done",
        "2026-11-29T08:00:00,123 INFO no time of the API server",
        "12345678901234567890 rows"
      })
  void keepsLinesWithoutATime(String line) {
    assertThat(LogLine.parse(POD, line)).isEqualTo(new LogLine(POD, Optional.empty(), line));
  }
}
