// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Writes {@code docs/cli.md} from the commands and their transcripts. */
final class CliPage {
  private static final Map<Integer, String> EXIT_CODES =
      Map.of(
          0, "The command did what it was run for. `diff`: both sides are the same.",
          1, "The command failed, or its options are wrong. The error is on standard error.",
          2, "The compared things differ.",
          3, "`doctor`: a check failed.");

  private static final String HEAD =
      """
      # The command line
      After this page you can submit, explain and compare Spark applications with `podsmith`, watch and end them on a cluster, and install Podsmith into a Spark distribution. The command needs Java 17, and no Spark.

      This page is generated from the commands. Each example is the output of a test.

      ## Start
      ```
      ./mvnw package -DskipTests
      tools/cli/target/podsmith/bin/podsmith --help
      ```
      You can copy the directory `tools/cli/target/podsmith` anywhere, and link `bin/podsmith` into a directory of your `PATH`.

      - Options have the names and meanings of `spark-submit`. An option overrides `--conf`, which overrides the properties file.
      - Commands that connect to a cluster use the kubeconfig, unless `--master` or settings of `spark.kubernetes.authenticate.submission.*` say otherwise.
      - Colors are used on terminals only. To turn them off, set `NO_COLOR`.
      - Each error is one line with its [code](errors.md). `--verbose` adds the stack trace.

      ## Shell completion
      ```
      source <(podsmith completion bash)
      ```
      Add this line to `~/.bashrc`. For zsh, use `podsmith completion zsh` and add the line to `~/.zshrc`.
      """;

  private CliPage() {}

  /** A command by its words, for example {@code steps list}. */
  record Entry(List<String> words, String description) {
    String title() {
      return String.join(" ", words);
    }

    String anchor() {
      return "podsmith-%s".formatted(String.join("-", words));
    }
  }

  /** Returns all commands without subcommands, in the order of the help. */
  static List<Entry> commands() {
    List<Entry> entries = new ArrayList<>();
    collect(Main.class, List.of(), entries);
    return entries;
  }

  private static void collect(Class<?> type, List<String> words, List<Entry> entries) {
    Command command = type.getAnnotation(Command.class);
    if (command.subcommands().length == 0) {
      entries.add(new Entry(words, String.join(" ", command.description())));
    }
    for (Class<?> subcommand : command.subcommands()) {
      List<String> longer = new ArrayList<>(words);
      longer.add(subcommand.getAnnotation(Command.class).name());
      collect(subcommand, longer, entries);
    }
  }

  static String text() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("\n## Exit codes\n| code | meaning |\n|---|---|\n");
    exitCodes().forEach((code, text) -> page.append("| %d | %s |%n".formatted(code, text)));
    page.append("\n## Commands\n| command | does |\n|---|---|\n");
    for (Entry entry : commands()) {
      page.append(
          "| [%s](#%s) | %s |%n".formatted(entry.title(), entry.anchor(), entry.description()));
    }
    for (Entry entry : commands()) {
      List<String> help = new ArrayList<>(entry.words());
      help.add("--help");
      page.append("\n## podsmith %s%n".formatted(entry.title()))
          .append(block(CommandRun.of(help).out()));
      var transcript = Transcript.file(String.join("-", entry.words()));
      if (Files.exists(transcript)) {
        page.append("\nExample:\n").append(block(Files.readString(transcript)));
      }
    }
    return page.toString();
  }

  private static String block(String text) {
    String stripped = text.lines().map(String::stripTrailing).reduce("", (a, b) -> a + b + "\n");
    return "```\n%s\n```\n".formatted(stripped.strip());
  }

  /** Returns the meaning of each constant of {@link ExitCodes}. */
  private static Map<Integer, String> exitCodes() {
    Map<Integer, String> codes = new TreeMap<>();
    for (Field field : ExitCodes.class.getFields()) {
      try {
        int code = field.getInt(null);
        assertThat(EXIT_CODES).as("add the exit code %s to CliPage", field).containsKey(code);
        codes.put(code, EXIT_CODES.getOrDefault(code, ""));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return codes;
  }
}
