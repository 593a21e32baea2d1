// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import io.podsmith.testkit.cluster.internal.parity.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Reads the ledgers in this jar. */
final class Resources {
  private Resources() {}

  static Ledger ledger(String file) {
    return Ledger.of(text(file));
  }

  static Properties properties(String file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  static String text(String file) {
    try (InputStream in = Resources.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("%s is missing in the jar".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
