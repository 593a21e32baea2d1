// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.access.RbacCommand;
import io.podsmith.cli.cluster.KillCommand;
import io.podsmith.cli.cluster.LogsCommand;
import io.podsmith.cli.cluster.StatusCommand;
import io.podsmith.cli.diff.DiffCommand;
import io.podsmith.cli.doctor.DoctorCommand;
import io.podsmith.cli.explain.ExplainCommand;
import io.podsmith.cli.install.InstallCommand;
import io.podsmith.cli.install.UninstallCommand;
import io.podsmith.cli.plan.ApplyCommand;
import io.podsmith.cli.plan.PlanCommand;
import io.podsmith.cli.steps.StepsCommand;
import io.podsmith.cli.submit.SubmitCommand;
import io.podsmith.cli.text.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
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
    subcommands = {
      SubmitCommand.class,
      ExplainCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      DiffCommand.class,
      RbacCommand.class,
      DoctorCommand.class,
      StepsCommand.class,
      StatusCommand.class,
      KillCommand.class,
      LogsCommand.class,
      InstallCommand.class,
      UninstallCommand.class,
      CompletionCommand.class,
      VersionCommand.class
    })
public final class Main implements Runnable {
  static final String VERBOSE_SHORT = "-v";
  static final String VERBOSE_LONG = "--verbose";
  static final String VERBOSE_DESCRIPTION = "Log more, and print the stack trace of an error.";

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = {VERBOSE_SHORT, VERBOSE_LONG},
      scope = ScopeType.INHERIT,
      description = VERBOSE_DESCRIPTION)
  private boolean verbose;

  private Main(Map<String, String> environment) {
    this.environment = environment;
    this.spec = CommandSpec.create();
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
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
    CommandLine commandLine = CommandLines.of(main, value -> main.verbose = value, args);
    configureParser(commandLine);
    boolean colors = Terminal.isTerminal() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    commandLine
        .setOut(out)
        .setErr(err)
        .setColorScheme(CommandLine.Help.defaultColorScheme(colors ? Ansi.AUTO : Ansi.OFF))
        .setParameterExceptionHandler((e, given) -> main.usageError(e, err))
        .setExecutionExceptionHandler((e, command, result) -> main.error(e, err))
        .setExecutionStrategy(
            result -> {
              main.configureLogging();
              return new CommandLine.RunLast().execute(result);
            });
    return commandLine.execute(args);
  }

  /** Parses as {@code spark-submit} does: see {@link ApplicationParameters}. */
  static void configureParser(CommandLine commandLine) {
    commandLine
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setAllowOptionsAsOptionParameters(true);
    stopAtApplication(commandLine);
  }

  private static void stopAtApplication(CommandLine command) {
    boolean takesApplication =
        command.getCommandSpec().mixins().values().stream()
            .anyMatch(mixin -> mixin.userObject() instanceof ApplicationParameters);
    if (takesApplication) {
      command.setStopAtPositional(true);
    }
    command.getSubcommands().values().forEach(Main::stopAtApplication);
  }

  /** Loggers read the level when the first of them is made. */
  private void configureLogging() {
    if (verbose && System.getProperty(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "info");
    }
  }

  /** Returns the environment that a command was started in. */
  public static Map<String, String> environmentOf(CommandSpec command) {
    return command.root().userObject() instanceof Main main ? main.environment : Map.of();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int usageError(ParameterException e, PrintWriter err) {
    err.println(
        "error: %s %s; see '%s --help'"
            .formatted(
                PodsmithError.CONF_ARGUMENTS.id(),
                e.getMessage(),
                e.getCommandLine().getCommandSpec().qualifiedName()));
    printTrace(e, err);
    return ExitCodes.ERROR;
  }

  private int error(Exception e, PrintWriter err) {
    err.println(ErrorLine.of(e));
    printTrace(e, err);
    return ExitCodes.ERROR;
  }

  private void printTrace(Exception e, PrintWriter err) {
    if (verbose) {
      e.printStackTrace(err);
    }
  }
}
