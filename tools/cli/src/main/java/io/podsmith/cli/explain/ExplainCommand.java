// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.explain;

import io.podsmith.api.PodRole;
import io.podsmith.api.error.InvalidConfigurationException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Arguments;
import io.podsmith.cli.plan.ExecutorOptions;
import io.podsmith.cli.plan.Plans;
import io.podsmith.cli.text.Terminal;
import io.podsmith.core.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains which step and which setting decide each field of a pod. */
@Command(
    name = "explain",
    description = {
      "Shows which step and which setting decide each field of a pod, and what was overwritten.",
      "Creates nothing and needs no cluster."
    },
    customSynopsis =
        "podsmith explain [OPTIONS] [driver|executor] [PATH] [-- APPLICATION [ARGUMENT...]]",
    footer = {
      "",
      "A path means all fields below it. It may start anywhere in the pod, and elements of",
      "lists go by their name or index: spec.containers[0].image, env.SPARK_USER, volumes.",
      "",
      "Examples:",
      "  podsmith explain --properties-file pi.conf",
      "  podsmith explain executor resources --properties-file pi.conf",
      "  podsmith explain executor --executor-id 7 --properties-file pi.conf",
      "  podsmith explain --why-not spark.kerberos --properties-file pi.conf",
      "  podsmith explain --watch env --properties-file pi.conf",
      "  podsmith explain args --class Pi --properties-file pi.conf -- local:///opt/pi.jar 100"
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private static final int MAX_ARGUMENTS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private ExecutorOptions executor = new ExecutorOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "[driver|executor] [PATH]",
      hideParamSyntax = true,
      description = {
        "The pod (default: driver) and a field or part of it. Without a path, a summary of what",
        "each step does. After --, the application and its arguments."
      })
  private List<String> positional = new ArrayList<>();

  @Option(
      names = "--why-not",
      paramLabel = "STEP",
      description = "Show why a step does not run, or what it does.")
  private @Nullable String whyNot;

  @Option(
      names = "--watch",
      description = "Plan again whenever a settings file, template or step jar changes.")
  private boolean isWatching;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Explain a saved plan instead of settings.")
  private @Nullable Path planFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Question question = question();
    if (isWatching) {
      watch(question);
    } else {
      print(answer(question, plan(question)));
    }
    return ExitCodes.OK;
  }

  /** What is to be explained. */
  private record Question(PodRole role, Optional<String> path, List<String> application) {}

  private Question question() {
    Arguments arguments = Arguments.of(spec, positional);
    List<String> words = new ArrayList<>(arguments.own());
    PodRole role = PodRole.DRIVER;
    for (PodRole each : PodRole.values()) {
      if (!words.isEmpty() && words.get(0).equalsIgnoreCase(each.label())) {
        words.remove(0);
        role = each;
        break;
      }
    }
    if (words.size() == MAX_ARGUMENTS && arguments.own().size() == MAX_ARGUMENTS) {
      throw invalid(
          "the pod is '%s' but must be driver or executor; give it before the path"
              .formatted(words.get(0)));
    }
    if (words.size() > 1) {
      throw invalid(
          "'%s' is one argument too many; explain takes a pod and a path, write the application after --"
              .formatted(words.get(1)));
    }
    if (whyNot != null && !words.isEmpty()) {
      throw invalid(
          "--why-not explains a step, but '%s' is a path; remove one of them"
              .formatted(words.get(0)));
    }
    if (isWatching && (planFile != null || whyNot != null)) {
      throw invalid(
          "--watch plans again and again, which %s does not allow; remove one of them"
              .formatted(planFile != null ? "--plan" : "--why-not"));
    }
    if (isWatching && output.format() != OutputOption.Format.TEXT) {
      throw invalid("--watch prints text only; remove --output");
    }
    requireExecutor(role);
    return new Question(role, words.stream().findFirst(), arguments.application());
  }

  private void requireExecutor(PodRole role) {
    executor
        .given()
        .ifPresent(
            option -> {
              if (planFile != null) {
                throw invalid(
                    "%s chooses the executor to plan, but --plan has one; remove one of them"
                        .formatted(option));
              }
              if (role != PodRole.EXECUTOR) {
                throw invalid(
                    "%s chooses an executor, but the pod is the driver's; write explain executor, or remove %s"
                        .formatted(option, option));
              }
            });
  }

  private static InvalidConfigurationException invalid(String message) {
    return new InvalidConfigurationException(PodsmithError.CONF_ARGUMENTS, "explain", message);
  }

  private Plan plan(Question question) {
    return planFile != null ? Plans.read(planFile) : plan(resolve(question));
  }

  private Plan plan(CliSettings given) {
    return Plans.of(given, executor.executor(given.settings()));
  }

  private CliSettings resolve(Question question) {
    return settings.resolve(question.application());
  }

  private String answer(Question question, Plan plan) {
    Explainer explainer = new Explainer(plan, question.role());
    Terminal terminal = Terminal.of(spec);
    String step = whyNot;
    if (step != null) {
      return output
          .format()
          .render(() -> explainer.whyNot(step, terminal.width()), () -> explainer.whyNot(step));
    }
    return output
        .format()
        .render(
            () -> explainer.text(question.path(), terminal.width(), terminal.paint()),
            () -> explainer.tree(question.path()));
  }

  private void watch(Question question) throws IOException, InterruptedException {
    Terminal terminal = Terminal.of(spec);
    new WatchLoop(
            () -> {
              CliSettings given = resolve(question);
              return new WatchLoop.Snapshot(plan(given), WatchedFiles.of(given));
            },
            plan -> answer(question, plan),
            new PlanChanges(question.role(), terminal),
            this::print)
        .run();
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
