// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheVersions() {
    assertThat(execute("version")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString())
        .isEqualTo(
            "podsmith %s (Spark %s)%n"
                .formatted(
                    System.getProperty("podsmith.version"),
                    System.getProperty("podsmith.spark.version")));
  }

  @Test
  void reportsAnUnknownOptionInOneLine() {
    assertThat(execute("version", "--colour")).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString())
        .startsWith("error: PODSMITH-CONF-009 ")
        .contains("--colour")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void printsTheStackTraceOnlyIfVerbose() {
    assertThat(execute("-v", "version", "--colour")).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void completesCommands() {
    assertThat(execute("completion", "bash")).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("completion", "version", "--help");
  }

  @Test
  void describesEachCommandAlikeWhetherItRunsOrIsListed() {
    assertThat(execute("--help")).isEqualTo(ExitCodes.OK);
    for (Class<?> type : Main.class.getAnnotation(Command.class).subcommands()) {
      Command command = type.getAnnotation(Command.class);
      assertThat(out.toString()).contains("  " + command.name());
      assertThat(out.toString().replaceAll("\\s+", " ")).contains(command.description()[0]);
      StringWriter help = new StringWriter();
      PrintWriter writer = new PrintWriter(help, true);
      String[] words = {command.name(), "--help"};
      assertThat(Main.execute(words, writer, writer, Map.of())).isEqualTo(ExitCodes.OK);
      assertThat(help.toString().replaceAll("\\s+", " "))
          .contains("Usage: podsmith " + command.name(), "--verbose", command.description()[0]);
    }
  }

  @Test
  void rejectsAnUnsupportedShell() {
    assertThat(execute("completion", "fish")).isEqualTo(ExitCodes.ERROR);
    assertThat(err.toString()).contains("'fish'", "bash or zsh");
  }

  @Test
  void printsHelpWithoutColorsIntoAPipe() {
    assertThat(execute()).isEqualTo(ExitCodes.OK);
    assertThat(out.toString()).contains("Usage: podsmith").doesNotContain("\u001b");
  }

  @Test
  void needsNoSpark() {
    var classes =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test"))
            .importPackages("io.podsmith.cli");
    assertThat(classes).hasSizeGreaterThan(5);
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .check(classes);
  }

  private int execute(String... args) {
    return Main.execute(args, new PrintWriter(out, true), new PrintWriter(err, true), Map.of());
  }
}
