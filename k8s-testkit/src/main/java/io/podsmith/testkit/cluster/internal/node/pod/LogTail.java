// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a log. */
final class LogTail {
  private LogTail() {}

  /** Returns the last lines, at most so many and at most so many characters. */
  static String of(Path log, int lines, int characters) throws IOException {
    String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    int start = startOfLines(text, lines);
    return text.substring(Math.max(start, text.length() - characters));
  }

  private static int startOfLines(String text, long lines) {
    int at = text.endsWith("\n") ? text.length() - 1 : text.length();
    for (long i = 0; i < lines && at >= 0; i++) {
      at = text.lastIndexOf('\n', at - 1);
    }
    return at < 0 ? 0 : at + 1;
  }
}
