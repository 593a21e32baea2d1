// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.plugin;

import java.util.List;

/** A file below {@code META-INF/services}, which names classes line by line. */
public final class ProviderFile {
  private ProviderFile() {}

  /** Returns the names of the classes, without comments. */
  public static List<String> classNames(String text) {
    return text.lines()
        .map(line -> line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#')))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
