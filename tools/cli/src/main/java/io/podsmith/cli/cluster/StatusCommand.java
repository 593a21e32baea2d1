// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.cli.ExitCodes;
import io.podsmith.cli.OutputOption;
import io.podsmith.cli.text.Table;
import io.podsmith.core.submit.DriverEnd;
import io.podsmith.core.submit.DriverLog;
import io.podsmith.core.submit.PodEvents;
import io.podsmith.core.submit.PodWords.Remark;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the applications of a namespace. */
@Command(
    name = "status",
    description = "Shows the applications of a namespace, or one of them with its executors.",
    footer = {
      "",
      "Finds applications by the labels of their pods, so that it also shows those that",
      "Spark's own Kubernetes jar created."
    },
    mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions options = new ClusterOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "APPLICATION",
      description = {
        "Name, id or driver pod, or a pattern with * and ?. One that matches a single",
        "application shows it in detail. Default: all applications."
      })
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    try (Cluster cluster = options.connect(spec, names)) {
      Applications applications = Applications.list(cluster);
      Set<SparkApplication> shown = new LinkedHashSet<>();
      ClusterOptions.withoutNamespaces(names)
          .forEach(name -> shown.addAll(applications.find(name)));
      if (names.isEmpty()) {
        shown.addAll(applications.all());
      }
      print(cluster, List.copyOf(shown));
    }
    return ExitCodes.OK;
  }

  private void print(Cluster cluster, List<SparkApplication> applications) {
    PrintWriter out = spec.commandLine().getOut();
    boolean isDetailed = applications.size() == 1 && !names.isEmpty();
    List<ApplicationReport> reports =
        applications.stream().map(application -> report(cluster, application, isDetailed)).toList();
    if (output.format() != OutputOption.Format.TEXT) {
      Map<String, Object> tree =
          Map.of("applications", reports.stream().map(ApplicationReport::tree).toList());
      out.print(TreeText.of(tree, output.format()));
    } else if (isDetailed) {
      reports.get(0).print(out, Instant.now());
    } else if (reports.isEmpty()) {
      out.println("No applications in namespace %s.".formatted(cluster.namespace()));
    } else {
      Table table = new Table("NAME", "ID", "STATE", "EXECUTORS", "AGE", "DRIVER");
      reports.forEach(report -> table.add(report.cells(Instant.now())));
      table.lines().forEach(out::println);
    }
  }

  /** Events and logs take a request each, so that only the details of one application use them. */
  private static ApplicationReport report(
      Cluster cluster, SparkApplication application, boolean isDetailed) {
    Function<Pod, Optional<Remark>> warnings = pod -> Optional.empty();
    Function<DriverEnd, Optional<String>> cause = end -> Optional.empty();
    if (isDetailed) {
      warnings =
          new NamespaceWarnings(new PodEvents(cluster.client()), application.namespace())::of;
      DriverLog log = new DriverLog(cluster.client(), cluster.settings());
      cause = end -> log.cause(end.pod(), end.container());
    }
    return new ApplicationReport(application, warnings, cause);
  }
}
