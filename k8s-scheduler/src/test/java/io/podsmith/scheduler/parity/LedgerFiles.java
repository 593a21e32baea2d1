// SPDX-License-Identifier: Apache-2.0
package io.podsmith.scheduler.parity;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ledger and the page that explains its ids. */
final class LedgerFiles {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9-]+)` \\|.*", Pattern.MULTILINE);

  private LedgerFiles() {}

  static Ledger read() {
    try {
      return Ledger.of(
          Files.readString(ParityCase.FOLDER.resolve("ledger/differences.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the ids that docs/differences.md explains. */
  static List<String> explained() {
    try {
      String text =
          Files.readString(
              Path.of(System.getProperty("podsmith.root", ".."), "docs/differences.md"));
      List<String> ids = new ArrayList<>();
      Matcher rows = ROW.matcher(text);
      while (rows.find()) {
        ids.add(rows.group(1));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
