// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.CliSettings;
import io.podsmith.cli.ErrorLine;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.SettingsOptions;
import io.podsmith.cli.plan.Arguments;
import io.podsmith.cli.plan.Plans;
import io.podsmith.core.access.Job;
import io.podsmith.core.access.JobAccess;
import io.podsmith.core.builder.DriverSpec;
import io.podsmith.core.client.KubernetesClients;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.SparkKeys;
import io.podsmith.core.plan.Plan;
import io.podsmith.core.submit.saved.SavedPlan;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks whether a job can be submitted, without creating anything. */
@Command(
    name = "doctor",
    description = {
      "Checks whether a job can be submitted to a cluster, and says what to do if it cannot.",
      "Creates nothing: objects are only sent as a dry run."
    },
    customSynopsis = "podsmith doctor [OPTIONS] [FILE] [-- APPLICATION [ARGUMENT...]]",
    footer = {
      "",
      "Without a job, only the API server, the credentials and the namespace are checked.",
      "Exit code: 0 if no check failed, 3 if one did, 1 for an error.",
      "",
      "Examples:",
      "  podsmith doctor --master k8s://https://HOST:6443",
      "  podsmith doctor pi.conf",
      "  podsmith doctor -o json pi.yaml"
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--no-dry-run",
      description = "Do not send the objects of the job to the API server.")
  private boolean isWithoutDryRun;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      hideParamSyntax = true,
      description = {
        "A file of settings or a saved plan. Default: the settings of the options. After --, the",
        "application and its arguments."
      })
  private List<String> positional = new ArrayList<>();

  private final Findings findings = new Findings();

  /** Returns an error with its code, for a finding. */
  static String words(PodsmithException e) {
    return ErrorLine.of(e).replaceFirst("^error: ", "");
  }

  @Override
  public Integer call() {
    Arguments arguments = Arguments.of(spec, positional);
    if (arguments.own().size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "doctor checks one job, but '%s' is a second file".formatted(arguments.own().get(1)));
    }
    Optional<Path> file = arguments.own().stream().map(Path::of).findFirst();
    if (file.isPresent() && Plans.isPlan(file.get())) {
      checkPlan(Plans.read(file.get()), settings.resolve().settings());
    } else {
      checkSettings(
          file.isPresent()
              ? settings.resolve(file.get(), arguments.application())
              : settings.resolve(arguments.application()),
          file.isPresent() || !arguments.application().isEmpty());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.format().render(() -> DoctorText.render(findings), findings::tree));
    out.flush();
    return findings.count(Finding.Level.FAIL) == 0 ? ExitCodes.OK : ExitCodes.UNHEALTHY;
  }

  private void checkPlan(Plan plan, SparkSettings options) {
    Job job = Job.of(plan, options);
    SparkSettings connection = options;
    if (options.get(SparkKeys.MASTER).isEmpty() && !plan.target().cluster().isEmpty()) {
      connection =
          options.with(
              Map.of(SparkKeys.MASTER.key(), "k8s://%s".formatted(plan.target().cluster())));
    }
    SavedPlan saved = new SavedPlan(plan);
    Optional<String> lacking = saved.lacking();
    findings.ok("plan", "%s is complete and unchanged".formatted(plan.target().appName()));
    check(
        JobAccess.of(job),
        connection.with(Map.of(ClusterKeys.KUBERNETES_NAMESPACE.key(), job.namespace())),
        lacking.isEmpty() ? Optional.of(saved.spec()) : Optional.empty(),
        lacking.orElse(""));
  }

  private void checkSettings(CliSettings given, boolean isJob) {
    SparkSettings connection = given.settings();
    boolean hasImage =
        connection.asMap().keySet().stream().anyMatch(key -> key.endsWith("container.image"));
    if (!isJob && !hasImage) {
      findings.warn("job", "none is given", "pass its file of settings to check it, too");
      try (KubernetesClient client = client(connection)) {
        new ServerChecks(client, connection.get(ClusterKeys.KUBERNETES_NAMESPACE), findings).run();
      }
      return;
    }
    try {
      Plans.prepare(
          given,
          prepared -> {
            Job job = Job.of(prepared);
            findings.ok(
                "settings",
                "%s can be planned: a driver pod and %d other objects"
                    .formatted(job.target().appName(), prepared.spec().objects().size()));
            check(JobAccess.of(job), connection, Optional.of(prepared.spec()), "");
            return job;
          });
    } catch (PodsmithException e) {
      if (findings.all().isEmpty()) {
        findings.fail("settings", words(e));
      } else {
        throw e;
      }
    }
  }

  private void check(
      JobAccess access, SparkSettings connection, Optional<DriverSpec> driver, String lacking) {
    Job job = access.job();
    try (KubernetesClient client = client(connection)) {
      if (!new ServerChecks(client, job.namespace(), findings).run()) {
        return;
      }
      new RightChecks(client, access, findings).run();
      new QuotaChecks(client, job, findings).run();
      ImageChecks.run(job, findings);
      new ObjectChecks(client, job, findings).run();
      if (!isWithoutDryRun) {
        if (driver.isPresent()) {
          new DryRunChecks(client, job, findings).run(driver.get(), connection);
        } else {
          findings.warn(
              "server dry run", lacking, "pass the settings instead of the plan to check them");
        }
      }
    }
  }

  /** Without a master, uses the API server of the kubeconfig. */
  private static KubernetesClient client(SparkSettings settings) {
    String master =
        settings
            .get(SparkKeys.MASTER)
            .orElseGet(() -> "k8s://%s".formatted(KubernetesClients.masterOfMachine(settings)));
    return KubernetesClients.forSubmission(
        master, Optional.of(settings.get(ClusterKeys.KUBERNETES_NAMESPACE)), settings);
  }
}
