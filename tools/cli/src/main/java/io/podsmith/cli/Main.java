// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.error.PodsmithException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code podsmith} command. */
@Command(
    name = "podsmith",
    description = "Submits and explains Spark applications on Kubernetes.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {CompletionCommand.class, VersionCommand.class})
public final class Main implements Runnable {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, and print the stack trace of an error.")
  private boolean verbose;

  private Main(Map<String, String> environment) {
    this.environment = environment;
    this.spec = CommandSpec.create();
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty(LOG_LEVEL) == null) {
      List<String> given = List.of(args);
      boolean verbose = given.contains("-v") || given.contains("--verbose");
      System.setProperty(LOG_LEVEL, verbose ? "info" : "warn");
    }
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, charset), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, charset), true);
    int code = execute(args, out, err, System.getenv());
    out.flush();
    err.flush();
    System.exit(code);
  }

  /**
   * Runs a command in this process.
   *
   * @return the exit code, one of {@link ExitCodes} or that of the application
   */
  public static int execute(
      String[] args, PrintWriter out, PrintWriter err, Map<String, String> environment) {
    Main main = new Main(Map.copyOf(environment));
    CommandLine commandLine = new CommandLine(main);
    boolean colors = System.console() != null && !environment.containsKey("NO_COLOR");
    commandLine
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(colors ? Ansi.AUTO : Ansi.OFF))
        .setParameterExceptionHandler((e, given) -> main.usageError(e, err))
        .setExecutionExceptionHandler((e, command, result) -> main.error(e, err));
    return commandLine.execute(args);
  }

  /** Returns the environment that the command was started in. */
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int usageError(ParameterException e, PrintWriter err) {
    err.println(
        "error: %s; see '%s --help' (PODSMITH-CONF-009)"
            .formatted(e.getMessage(), e.getCommandLine().getCommandSpec().qualifiedName()));
    printTrace(e, err);
    return ExitCodes.ERROR;
  }

  private int error(Exception e, PrintWriter err) {
    err.println("error: " + message(e));
    printTrace(e, err);
    return ExitCodes.ERROR;
  }

  /** The message of an exception starts with its code in brackets; here it comes last. */
  private static String message(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof PodsmithException coded) {
      String prefix = "[%s] ".formatted(coded.codeId());
      String text = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
      return "%s (%s)".formatted(text, coded.codeId());
    }
    return "%s: %s".formatted(e.getClass().getSimpleName(), message);
  }

  private void printTrace(Exception e, PrintWriter err) {
    if (verbose) {
      e.printStackTrace(err);
    }
  }
}
