// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Lines with aligned columns. */
public final class Table {
  private static final String GAP = "  ";
  private static final String EMPTY = "-";

  private final List<List<String>> rows = new ArrayList<>();

  /** Starts with a line of headers. */
  public Table(String... headers) {
    rows.add(List.of(headers));
  }

  /** Adds a line; an empty cell is shown as {@code -}, except for the last. */
  public void add(String... cells) {
    List<String> row = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      row.add(cells[i].isEmpty() && i < cells.length - 1 ? EMPTY : cells[i]);
    }
    rows.add(row);
  }

  /** Returns the lines, without blanks at their ends. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
