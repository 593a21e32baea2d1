// SPDX-License-Identifier: Apache-2.0
package io.podsmith.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Screen screen = new Screen(new PrintStream(bytes), 40);

  @Test
  void keepsLinesThatFit() {
    screen.say("x".repeat(40));

    assertThat(printed()).isEqualTo("x".repeat(40) + "\n");
  }

  @Test
  void continuesBesideALabel() {
    screen.say("  acme.step   ", "volume logs, container log-shipper, mount /var/log");

    assertThat(printed())
        .isEqualTo(
            """
              acme.step   volume logs, container
                          log-shipper, mount
                          /var/log
            """);
  }

  @Test
  void breaksWordsThatAreLongerThanALine() {
    screen.say("  " + "y".repeat(70));

    assertThat(printed().lines()).hasSize(2).allMatch(line -> line.length() <= 40);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
