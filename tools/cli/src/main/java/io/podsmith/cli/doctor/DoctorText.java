// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.podsmith.cli.doctor.Finding.Level;

/** Renders findings, one line each. */
final class DoctorText {
  private DoctorText() {}

  static String render(Findings findings) {
    StringBuilder text = new StringBuilder();
    int width = findings.all().stream().mapToInt(each -> each.check().length()).max().orElse(0);
    for (Finding each : findings.all()) {
      text.append(
          "%-4s  %s  %s%s%n"
              .formatted(
                  each.level().word(),
                  each.check() + " ".repeat(width - each.check().length()),
                  each.message().replaceAll("\\s+", " "),
                  each.fix().map("; %s"::formatted).orElse("")));
    }
    return text.append(
            "%d ok, %d warn, %d fail%n"
                .formatted(
                    findings.count(Level.OK),
                    findings.count(Level.WARN),
                    findings.count(Level.FAIL)))
        .toString();
  }
}
