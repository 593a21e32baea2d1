// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A line of a log.
 *
 * @param pod the pod that wrote it
 * @param time when it was written, empty if the server does not say
 */
record LogLine(AppPod pod, Optional<Instant> time, String text) {
  /** Splits a line that starts with a time and a blank, as the API server sends it on request. */
  static LogLine parse(AppPod pod, String line) {
    int blank = line.indexOf(' ');
    String first = blank < 0 ? line : line.substring(0, blank);
    if (first.length() >= 20 && Character.isDigit(first.charAt(0))) {
      try {
        return new LogLine(
            pod, Optional.of(Instant.parse(first)), blank < 0 ? "" : line.substring(blank + 1));
      } catch (DateTimeParseException e) {
        // a line of the application
      }
    }
    return new LogLine(pod, Optional.empty(), line);
  }
}
