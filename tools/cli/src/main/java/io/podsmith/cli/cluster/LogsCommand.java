// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.podsmith.api.error.ClusterException;
import io.podsmith.api.error.PodsmithError;
import io.podsmith.api.error.PodsmithException;
import io.podsmith.cli.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Prints the logs of an application's driver and executors. */
@Command(
    name = "logs",
    description = "Prints the logs of an application's driver and executors, merged by time.",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions options = new ClusterOptions();

  @Parameters(paramLabel = "APPLICATION", description = "Name, id or driver pod.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Print new lines, those of new executors included, until the application ends.")
  private boolean follow;

  @Option(names = "--driver", description = "Print the log of the driver.")
  private boolean driver;

  @Option(
      names = "--executor",
      paramLabel = "ID",
      split = ",",
      description = "Print the log of this executor. Can be repeated.")
  private Set<String> executors = new LinkedHashSet<>();

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      converter = AgeConverter.class,
      description = "Only lines that are not older, for example 90s, 5m or 2h.")
  private @Nullable Duration since;

  @Option(names = "--tail", paramLabel = "LINES", description = "Only the last lines of each log.")
  private @Nullable Integer tail;

  @Option(
      names = "--prefix",
      negatable = true,
      description = "Start each line with its pod. Default: only on a terminal.")
  private @Nullable Boolean prefix;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (tail != null && tail < 0) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "--tail is %d but must not be negative; use a number of lines".formatted(tail));
    }
    boolean isTerminal = spec.commandLine().getColorScheme().ansi().enabled();
    LogPrinter printer =
        new LogPrinter(
            spec.commandLine().getOut(), prefix == null ? isTerminal : prefix, isTerminal);
    LogSelection selection =
        new LogSelection(
            driver,
            executors,
            new LogRange(
                Optional.ofNullable(since),
                Optional.empty(),
                tail == null ? OptionalLong.empty() : OptionalLong.of(tail)));
    List<String> names = List.of(name);
    try (Cluster cluster = options.connect(spec, names)) {
      SparkApplication application =
          Applications.list(cluster).findOne(ClusterOptions.withoutNamespaces(names).get(0));
      if (follow) {
        new LogFollower(cluster, application, selection, printer::print, this::note).follow();
      } else {
        print(cluster, application, selection, printer);
      }
    }
    return ExitCodes.OK;
  }

  private void print(
      Cluster cluster, SparkApplication application, LogSelection selection, LogPrinter printer)
      throws InterruptedException, IOException {
    List<PodLog> logs = new ArrayList<>();
    try {
      for (AppPod pod : started(application, selection)) {
        open(cluster, pod, selection.range()).ifPresent(logs::add);
      }
      new LogMerge().merge(logs, printer::print);
    } finally {
      for (PodLog log : logs) {
        log.close();
      }
    }
  }

  private List<AppPod> started(SparkApplication application, LogSelection selection) {
    Set<String> existing =
        application.executors().stream()
            .map(AppPod::id)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String id : selection.executors()) {
      if (!existing.contains(id)) {
        throw new PodsmithException(
            PodsmithError.CLUSTER_NOT_FOUND,
            "application %s has no executor '%s'; %s"
                .formatted(
                    application.id(),
                    id,
                    existing.isEmpty()
                        ? "it has no executors"
                        : "its executors are %s".formatted(String.join(", ", existing))));
      }
    }
    List<AppPod> chosen = application.pods().filter(selection::includes).toList();
    List<AppPod> started = chosen.stream().filter(AppPod::hasStarted).toList();
    if (started.size() > LogSelection.MAX_PODS) {
      throw new PodsmithException(
          PodsmithError.CONF_ARGUMENTS,
          "application %s has %d logs but at most %d can be merged; choose with --driver or --executor ID"
              .formatted(application.id(), started.size(), LogSelection.MAX_PODS));
    }
    chosen.stream()
        .filter(pod -> !pod.hasStarted())
        .forEach(
            pod ->
                note(
                    "%s has not started: %s"
                        .formatted(pod.name(), PodState.of(pod, warnings -> Optional.empty()))));
    return started;
  }

  /** A pod may have been deleted since it was listed. */
  private Optional<PodLog> open(Cluster cluster, AppPod pod, LogRange range)
      throws InterruptedException {
    try {
      return Optional.of(PodLog.open(cluster.client(), pod, range, false));
    } catch (KubernetesClientException e) {
      ClusterException failure = cluster.failedLog(e, pod);
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_BAD_REQUEST) {
        throw failure;
      }
      note(String.valueOf(failure.getMessage()));
      return Optional.empty();
    }
  }

  private void note(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("note: %s".formatted(text));
    err.flush();
  }

  static final class AgeConverter implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("(\\d{1,9})([smhd]?)");

    @Override
    public Duration convert(String value) {
      Matcher age = AGE.matcher(value);
      if (!age.matches()) {
        throw new TypeConversionException(
            "'%s' is not a duration; use a number with s, m, h or d, for example 5m"
                .formatted(value));
      }
      long number = Long.parseLong(age.group(1));
      return switch (age.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        case "d" -> Duration.ofDays(number);
        default -> Duration.ofSeconds(number);
      };
    }
  }
}
