// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogPrinterTest {
  private static String print(boolean isPrefixed, boolean isColored, String... ids) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    LogPrinter printer = new LogPrinter(writer, isPrefixed, isColored);
    for (String id : ids) {
      AppPod pod = new AppPod(new PodBuilder().build(), id, "main");
      printer.print(new LogLine(pod, Optional.empty(), "text"));
    }
    return out.toString();
  }

  @Test
  void printsLinesAsTheyAre() {
    assertThat(print(false, true, "driver", "1")).isEqualTo("text%ntext%n".formatted());
  }

  @Test
  void startsLinesWithTheirPod() {
    assertThat(print(true, false, "driver", "1", "1234"))
        .isEqualTo("driver  | text%nexec-1  | text%nexec-1234| text%n".formatted());
  }

  @Test
  void colorsTheDriverAsNoExecutor() {
    List<String> driver = print(true, true, "driver").lines().toList();
    List<String> executors = print(true, true, "1", "2", "3", "4", "5", "6", "x").lines().toList();

    assertThat(driver).containsExactly("\u001b[36mdriver  | \u001b[0mtext");
    assertThat(executors)
        .hasSize(7)
        .noneMatch(line -> line.startsWith("\u001b[36m"))
        .allMatch(line -> line.matches("\u001b\\[3[1-5]m.*\u001b\\[0mtext"));
  }
}
