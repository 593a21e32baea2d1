// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Merges logs by the times of their lines. A line without a time belongs to the line before it.
 * Holds one line of each log in memory.
 */
final class LogMerge {
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing(Head::time).thenComparing(Head::index));

  /** Reads lines until there are no more. */
  interface Source {
    /** Returns the next line, empty at the end. */
    Optional<LogLine> next() throws IOException;
  }

  private record Head(Instant time, int index, LogLine line, Source source) {}

  /** Passes on all lines of all logs, oldest first. */
  void merge(List<? extends Source> logs, Consumer<LogLine> lines) throws IOException {
    for (int i = 0; i < logs.size(); i++) {
      add(logs.get(i), i, Instant.MIN);
    }
    for (Head head = heads.poll(); head != null; head = heads.poll()) {
      lines.accept(head.line());
      add(head.source(), head.index(), head.time());
    }
  }

  private void add(Source source, int index, Instant last) throws IOException {
    Optional<LogLine> line = source.next();
    if (line.isPresent()) {
      // clocks may step back, but lines of one log keep their order
      Instant time = line.get().time().filter(found -> found.isAfter(last)).orElse(last);
      heads.add(new Head(time, index, line.get(), source));
    }
  }
}
