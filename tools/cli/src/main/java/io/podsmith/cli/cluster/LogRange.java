// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which part of each log to read.
 *
 * @param since only lines that are not older
 * @param after only lines of this second and later; replaces {@code since}
 * @param tail only the last so many lines
 */
record LogRange(Optional<Duration> since, Optional<Instant> after, OptionalLong tail) {
  /** Returns the part that begins where a stream broke. */
  static LogRange after(Instant time) {
    return new LogRange(Optional.empty(), Optional.of(time), OptionalLong.empty());
  }

  /** Returns the range as parameters of a query. */
  String query() {
    StringBuilder query = new StringBuilder();
    if (after.isPresent()) {
      query.append("&sinceTime=").append(after.get());
    } else {
      since.ifPresent(age -> query.append("&sinceSeconds=").append(Math.max(1, age.toSeconds())));
    }
    tail.ifPresent(lines -> query.append("&tailLines=").append(lines));
    return query.toString();
  }
}
