// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/cli.md against the commands, and writes it on request. */
class CliPageTest {
  private static final String COMMAND =
      "./mvnw test -pl tools/cli -am -Dtest='CliPageTest' -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dpodsmith.docs.write=true";
  private static final Path PAGE = Transcript.ROOT.resolve("docs/cli.md");

  @Test
  void thePageIsWhatTheCommandsSay() throws IOException {
    if (Boolean.getBoolean("podsmith.docs.write")) {
      Files.writeString(PAGE, CliPage.text());
    }
    assertThat(PAGE).as("docs/cli.md is written by: %s", COMMAND).exists();
    assertThat(Files.readString(PAGE))
        .as("docs/cli.md is stale; write it again with: %s", COMMAND)
        .isEqualTo(CliPage.text());
  }

  @Test
  void everyCommandIsDescribed() {
    assertThat(CliPage.commands()).hasSizeGreaterThan(6);
    assertThat(CliPage.commands())
        .allSatisfy(
            entry ->
                assertThat(entry.description())
                    .as(entry.title())
                    .endsWith(".")
                    .hasSizeGreaterThan(15));
  }
}
