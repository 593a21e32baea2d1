// SPDX-License-Identifier: Apache-2.0
package io.podsmith.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.podsmith.cli.text.Table;
import io.podsmith.core.submit.DriverEnd;
import io.podsmith.core.submit.PodWords.Remark;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an application does, for people and for programs. */
final class ApplicationReport {
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";
  private static final String NO_DRIVER = "NoDriver";

  private final SparkApplication application;
  private final Map<AppPod, PodState> states = new LinkedHashMap<>();
  private final Optional<DriverEnd> end;
  private final Function<DriverEnd, Optional<String>> cause;

  /**
   * Creates a report.
   *
   * @param warnings returns the latest warning about a pending pod
   * @param cause returns why a driver failed that failed by itself
   */
  ApplicationReport(
      SparkApplication application,
      Function<Pod, Optional<Remark>> warnings,
      Function<DriverEnd, Optional<String>> cause) {
    this.application = application;
    this.end = application.end();
    this.cause = cause;
    application.pods().forEach(pod -> states.put(pod, PodState.of(pod, warnings)));
  }

  /** Returns {@code Pending}, {@code Running}, {@code Succeeded} or another phase in one word. */
  String state() {
    return driverState()
        .map(
            driver ->
                driver.phase().equals(PodState.TERMINATING) || end.isEmpty()
                    ? driver.phase()
                    : end.get().isSuccess() ? SUCCEEDED : FAILED)
        .orElse(NO_DRIVER);
  }

  /** Returns what explains the state, or empty. */
  String why() {
    Optional<PodState> driver = driverState();
    if (driver.isEmpty()) {
      return "the driver is not a pod of this namespace: it runs elsewhere (client mode), or was"
          + " deleted";
    }
    if (end.isEmpty() || driver.get().phase().equals(PodState.TERMINATING)) {
      return driver.get().why();
    }
    if (end.get().isSuccess()) {
      return "";
    }
    Optional<String> reported =
        end.get().isOwnFailure() ? cause.apply(end.get()) : Optional.empty();
    return end.get().why() + reported.map("; the driver reported: %s"::formatted).orElse("");
  }

  /** Returns the cells of a line of a table of applications. */
  String[] cells(Instant now) {
    String reason = driverState().map(PodState::reason).orElse("");
    boolean isExplained = !reason.isEmpty() && !state().equals(SUCCEEDED);
    return new String[] {
      application.name(),
      application.id(),
      isExplained ? "%s (%s)".formatted(state(), reason) : state(),
      executors(),
      Ages.text(Duration.between(application.created(), now)),
      application.driver().map(AppPod::name).orElse("")
    };
  }

  /** Prints the application and its executors. */
  void print(PrintWriter out, Instant now) {
    line(out, "Application", "%s (%s)".formatted(application.name(), application.id()));
    line(out, "Namespace", application.namespace());
    line(out, "State", stateWithTime(now));
    if (!why().isEmpty()) {
      line(out, "Reason", why());
    }
    application.submissionId().ifPresent(id -> line(out, "Submission", id));
    application.driver().ifPresent(pod -> line(out, "Driver", driver(pod)));
    line(out, "Executors", executors().isEmpty() ? "none" : executors());
    if (application.executors().isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("EXECUTOR", "POD", "NODE", "STATE", "REASON");
    for (AppPod pod : application.executors()) {
      PodState state = state(pod);
      table.add(pod.id(), pod.name(), pod.node(), state.phase(), state.why());
    }
    table.lines().forEach(out::println);
  }

  /** Returns the same as values for JSON and YAML. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", application.name());
    tree.put("id", application.id());
    tree.put("namespace", application.namespace());
    tree.put("state", state());
    putUnlessEmpty(tree, "reason", why());
    tree.put("created", application.created().toString());
    application.ended().ifPresent(time -> tree.put("ended", time.toString()));
    OptionalInt exitCode = end.map(DriverEnd::exitCode).orElse(OptionalInt.empty());
    exitCode.ifPresent(code -> tree.put("exitCode", code));
    application.submissionId().ifPresent(id -> tree.put("submissionId", id));
    application.driver().ifPresent(pod -> tree.put("driver", tree(pod)));
    List<Map<String, Object>> executors = new ArrayList<>();
    for (AppPod pod : application.executors()) {
      Map<String, Object> executor = new LinkedHashMap<>();
      executor.put("id", pod.id());
      executor.putAll(tree(pod));
      executors.add(executor);
    }
    tree.put("executors", executors);
    return tree;
  }

  private Map<String, Object> tree(AppPod pod) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("pod", pod.name());
    putUnlessEmpty(tree, "node", pod.node());
    tree.put("state", state(pod).phase());
    putUnlessEmpty(tree, "reason", state(pod).reason());
    putUnlessEmpty(tree, "message", state(pod).message());
    return tree;
  }

  private Optional<PodState> driverState() {
    return application.driver().map(this::state);
  }

  private PodState state(AppPod pod) {
    return states.getOrDefault(pod, new PodState("Unknown", "", ""));
  }

  private String stateWithTime(Instant now) {
    Optional<Instant> ended = application.ended();
    Duration time = Duration.between(application.created(), ended.orElse(now));
    return ended
        .map(at -> "%s after %s, %s ago".formatted(state(), Ages.text(time), age(at, now)))
        .orElseGet(() -> "%s, created %s ago".formatted(state(), Ages.text(time)));
  }

  private static String age(Instant from, Instant to) {
    return Ages.text(Duration.between(from, to));
  }

  private String driver(AppPod pod) {
    return pod.node().isEmpty()
        ? "%s, %s".formatted(pod.name(), state(pod).phase())
        : "%s on node %s, %s".formatted(pod.name(), pod.node(), state(pod).phase());
  }

  /** Returns for example {@code 2 running, 1 pending}, or empty. */
  private String executors() {
    Map<String, Long> counts =
        application.executors().stream()
            .collect(
                Collectors.groupingBy(
                    pod -> state(pod).phase(), LinkedHashMap::new, Collectors.counting()));
    return List.of("Running", "Pending", PodState.TERMINATING, SUCCEEDED, FAILED, "Unknown")
        .stream()
        .filter(counts::containsKey)
        .map(phase -> "%d %s".formatted(counts.get(phase), lowerCase(phase)))
        .collect(Collectors.joining(", "));
  }

  private static String lowerCase(String phase) {
    return Character.toLowerCase(phase.charAt(0)) + phase.substring(1);
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println("%-13s%s".formatted(name + ":", value));
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, String value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }
}
