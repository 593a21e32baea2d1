// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.podsmith.core.Logged;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerWarningsTest {
  @Test
  void readsTheTextsOfAHeader() {
    assertThat(ServerWarnings.texts("299 - \"unknown field \\\"spec.env\\\"\""))
        .containsExactly("unknown field \"spec.env\"");
    assertThat(ServerWarnings.texts("299 - \"one, or two\", 299 kube-api \"three\""))
        .containsExactly("one, or two", "three");
    assertThat(ServerWarnings.texts("no warning")).isEmpty();
  }

  @Test
  void logsEachTextOnce() {
    ServerWarnings warnings = new ServerWarnings("the driver");
    try (Logged logged = new Logged()) {
      warnings.log(List.of("299 - \"a\"", "299 - \"b\""));
      warnings.log(List.of("299 - \"a\""));

      assertThat(logged.text().lines())
          .hasSize(2)
          .allMatch(line -> line.contains("WARN") && line.contains("warns about the driver: "));
    }
  }
}
