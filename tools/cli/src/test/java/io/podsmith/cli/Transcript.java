// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands and their output as {@code docs/cli.md} shows them. A test runs the commands, and holds
 * the text against a file beside the tests; with {@code -Dpodsmith.docs.write=true} it writes the
 * file.
 */
public final class Transcript {
  static final Path ROOT = Path.of(System.getProperty("podsmith.root", "../.."));
  private static final Path DIRECTORY =
      ROOT.resolve("tools/cli/src/test/resources/io/podsmith/cli/transcripts");

  /** The built-in steps come from a jar whose name and version wrap lines, or from classes. */
  private static final String BUILT_IN =
      "(?:classes|(?<!Install )k8s-steps-builtin-[^\\s)]+(?:\\s[^\\s)]+)?)";

  private final String name;
  private static final String NOT_REQUESTED =
      "did not run for the driver pod: no setting requests it";

  private final Map<String, String> replacements = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Transcript(String name) {
    this.name = name;
  }

  /**
   * Starts a transcript.
   *
   * @param command the command with its subcommand, separated by a hyphen, for example {@code
   *     steps-list}
   */
  public static Transcript of(String command) {
    return new Transcript(command);
  }

  /** Shows a text that differs between runs, such as a path, as another one. */
  public Transcript replacing(String actual, String shown) {
    replacements.put(actual, shown);
    return this;
  }

  /**
   * Runs a command and records it.
   *
   * @param hidden arguments after the name of the command that are not shown, such as credentials
   */
  public Transcript run(List<String> shown, List<String> hidden) {
    List<String> all = new ArrayList<>(shown);
    all.addAll(1, hidden);
    CommandRun run = CommandRun.of(all);
    text.append(text.isEmpty() ? "" : "\n")
        .append("$ podsmith %s%n".formatted(String.join(" ", shown)))
        .append(run.out())
        .append(run.err());
    return this;
  }

  /** Compares what was recorded with the file. */
  public void check() throws IOException {
    Path file = file(name);
    String recorded = normalized();
    if (Boolean.getBoolean("podsmith.docs.write")) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, recorded);
    }
    assertThat(file).as("write the transcript with -Dpodsmith.docs.write=true").exists();
    assertThat(Files.readString(file))
        .as("%s is stale; write it again with -Dpodsmith.docs.write=true", file)
        .isEqualTo(recorded);
  }

  static Path file(String command) {
    return DIRECTORY.resolve(command + ".txt");
  }

  /** Replaces what differs between runs: ages, drawn ids, and the jar of the built-in steps. */
  private String normalized() {
    String shown = text.toString();
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      shown = shown.replace(replacement.getKey(), replacement.getValue());
    }
    return shown
        .replaceAll("spark-[0-9a-f]{32}", "spark-5d0c4ee4b7a24b0f8d6a1c3e9f27b645")
        .replaceAll("(?<=pi-)[0-9a-f]{16}(?=-)", "4f1d2a9b7c3e5860")
        .replaceAll("(?<=spark-drv-)[0-9a-f]{16}(?=-)", "4f1d2a9b7c3e5860")
        .replaceAll("(?m)^(Jar +)\\S+( \\S+)?$", "$1lib/k8s-steps-builtin.jar")
        // where the line ends depends on the length of the jar's real name
        .replaceAll(NOT_REQUESTED.replace(" ", "\\s+"), NOT_REQUESTED)
        .replaceAll("(?m)(?<= )%s$".formatted(BUILT_IN), "k8s-steps-builtin.jar")
        .replaceAll("\\s+\\(%s\\)".formatted(BUILT_IN), " (k8s-steps-builtin.jar)")
        .replaceAll("(?m) \\d{1,3}s {2,3}(?=\\S+$)", " 25s  ")
        .replaceAll("created \\d+s ago", "created 25s ago")
        .replaceAll("after \\d+s, \\d+s ago", "after 20s, 5s ago");
  }
}
