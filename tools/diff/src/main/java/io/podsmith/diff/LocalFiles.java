// SPDX-License-Identifier: Apache-2.0
package io.podsmith.diff;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Finds the files that settings name by path or by URI. */
final class LocalFiles {
  private static final Pattern SCHEME = Pattern.compile("^(file|local):(//)?");

  private LocalFiles() {}

  /** Returns the path of a file on this machine. */
  static Path path(String setting) {
    return Path.of(SCHEME.matcher(setting).replaceFirst(""));
  }
}
