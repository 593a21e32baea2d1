// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened, for people: a table of times, events and effects. Empty unless it is wanted. */
final class Journal {
  private record Row(long at, String event, String effect) {}

  private final VirtualTime time;
  private final boolean isKept;
  private final List<Row> rows = new ArrayList<>();

  Journal(VirtualTime time, boolean isKept) {
    this.time = time;
    this.isKept = isKept;
  }

  /** Adds a row. {@code arguments} are formatted only if the journal is kept. */
  void note(String event, String effect, Object... arguments) {
    if (isKept) {
      rows.add(new Row(time.elapsed(), event, effect.formatted(arguments)));
    }
  }

  /** Returns the table. */
  String table() {
    StringBuilder table = new StringBuilder("| virtual time | event | effect |\n|---:|---|---|\n");
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT, "| %.3f s | %s | %s |%n", row.at() / 1e3, row.event(), row.effect()));
    }
    return table.toString();
  }
}
