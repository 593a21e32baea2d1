// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.time.Duration;

/** Durations in one or two units, as {@code kubectl} shows ages. */
final class Ages {
  private Ages() {}

  /** Returns for example {@code 45s}, {@code 12m}, {@code 3h20m} or {@code 5d}. */
  static String text(Duration duration) {
    Duration age = duration.isNegative() ? Duration.ZERO : duration;
    if (age.toSeconds() < 120) {
      return "%ds".formatted(age.toSeconds());
    }
    if (age.toHours() < 1) {
      return "%dm".formatted(age.toMinutes());
    }
    if (age.toDays() < 2) {
      return age.toMinutesPart() == 0
          ? "%dh".formatted(age.toHours())
          : "%dh%dm".formatted(age.toHours(), age.toMinutesPart());
    }
    return "%dd".formatted(age.toDays());
  }
}
