// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import java.io.PrintWriter;

/**
 * Prints lines of several pods.
 *
 * @param isPrefixed whether to start each line with its pod
 * @param isColored whether to give each pod a color
 */
record LogPrinter(PrintWriter out, boolean isPrefixed, boolean isColored) {
  private static final String[] COLORS = {"36", "33", "32", "35", "34", "31"};

  void print(LogLine line) {
    out.println(isPrefixed ? prefix(line.pod()) + line.text() : line.text());
  }

  private String prefix(AppPod pod) {
    String prefix = "%-8s| ".formatted(pod.shortName());
    // the driver has a color that no executor has
    int color = pod.isDriver() ? 0 : 1 + (int) (Math.abs(pod.order()) % (COLORS.length - 1));
    return isColored ? "\u001b[%sm%s\u001b[0m".formatted(COLORS[color], prefix) : prefix;
  }
}
