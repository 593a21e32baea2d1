// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ExitCodes;
import io.podsmith.core.conf.SparkSettings;
import io.podsmith.core.conf.keys.ClusterKeys;
import io.podsmith.core.conf.keys.Constants;
import io.podsmith.core.submit.PodWords;
import io.podsmith.core.submit.SubmissionControl;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends applications by deleting their driver pods. */
@Command(
    name = "kill",
    description = "Ends applications by deleting their driver pods.",
    footer = {
      "",
      "Kubernetes deletes the executors and all other objects that the driver pod owns.",
      "Applications that have ended are left alone, so that their logs remain."
    },
    mixinStandardHelpOptions = true)
public final class KillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions options = new ClusterOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "APPLICATION",
      description = "Name, id or driver pod, or a pattern with * and ? together with --all.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "End all matching applications, not just a single one.")
  private boolean all;

  @Option(
      names = "--grace-period",
      paramLabel = "SECONDS",
      description = {
        "How long the driver may take to end. Default: the setting",
        "spark.kubernetes.appKillPodDeletionGracePeriod, else that of the pod."
      })
  private @Nullable String gracePeriod;

  @Option(names = "--dry-run", description = "Show what would be deleted, and delete nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Cluster cluster = options.connect(spec, names)) {
      SparkSettings settings = withGracePeriod(cluster.settings());
      Applications applications = Applications.list(cluster);
      Set<SparkApplication> targets = new LinkedHashSet<>();
      ClusterOptions.withoutNamespaces(names)
          .forEach(name -> targets.addAll(targets(applications, name)));
      for (SparkApplication target : targets) {
        out.println(announcement(target));
      }
      if (dryRun) {
        out.println("Nothing was deleted (--dry-run).");
      } else {
        new SubmissionControl(settings, out::println, cluster.client())
            .delete(
                targets.stream()
                    .flatMap(target -> target.driver().stream())
                    .map(AppPod::pod)
                    .toList());
      }
    }
    return ExitCodes.OK;
  }

  private SparkSettings withGracePeriod(SparkSettings settings) {
    SparkSettings changed =
        gracePeriod == null
            ? settings
            : settings.with(Map.of(ClusterKeys.KUBERNETES_SUBMIT_GRACE_PERIOD.key(), gracePeriod));
    var unused = changed.get(ClusterKeys.KUBERNETES_SUBMIT_GRACE_PERIOD);
    return changed;
  }

  private List<SparkApplication> targets(Applications applications, String name) {
    List<SparkApplication> found = applications.find(name);
    List<SparkApplication> active = found.stream().filter(SparkApplication::isActive).toList();
    if (active.isEmpty()) {
      throw new PodsmithException(
          PodsmithError.CLUSTER_NOT_FOUND,
          "'%s' matches no application that can be ended: %s"
              .formatted(
                  name, String.join("; ", found.stream().map(KillCommand::whyNot).toList())));
    }
    if (active.size() > 1 && !all) {
      throw Applications.ambiguous(name, active, "pass one of these ids, or add --all");
    }
    return active;
  }

  private static String whyNot(SparkApplication application) {
    if (application.driver().isEmpty()) {
      return """
          %s has no driver pod in this namespace; end the process that runs its driver, or if \
          that has ended, delete its executors with: kubectl delete pods -n %s -l %s=%s\
          """
          .formatted(
              application.id(),
              application.namespace(),
              Constants.SPARK_APP_ID_LABEL,
              application.id());
    }
    AppPod driver = application.driver().get();
    return PodWords.isBeingDeleted(driver.pod())
        ? "%s is already being deleted".formatted(application.id())
        : "%s has ended; to delete its driver pod and log: kubectl delete pod %s -n %s"
            .formatted(application.id(), driver.name(), application.namespace());
  }

  private String announcement(SparkApplication application) {
    int executors = application.executors().size();
    return "%s %s (%s): driver pod %s%s and the objects that it owns"
        .formatted(
            dryRun ? "Would delete" : "Deleting",
            application.name(),
            application.id(),
            application.driver().map(AppPod::name).orElse(""),
            executors == 0
                ? ""
                : ", %d executor pod%s".formatted(executors, executors == 1 ? "" : "s"));
  }
}
