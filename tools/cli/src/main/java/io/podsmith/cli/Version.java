// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of Podsmith and of the Spark that it is built for. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"podsmith %s (Spark %s)".formatted(read("podsmith"), spark())};
  }

  static String spark() {
    return read("spark");
  }

  private static String read(String key) {
    Properties versions = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(key, "unknown");
  }
}
