// SPDX-License-Identifier: Apache-2.0
package io.podsmith.testkit.cluster.internal.node.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Words a pod's status as the kubelet does. */
final class StatusReport {
  private static final Set<String> OF_KUBELET =
      Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady");
  private static final String DISRUPTION = "DisruptionTarget";

  private final Pod pod;
  private final List<ContainerRun> initRuns;
  private final List<ContainerRun> mainRuns;
  private final String hostIp;
  private final Instant startTime;

  StatusReport(
      Pod pod,
      List<ContainerRun> initRuns,
      List<ContainerRun> mainRuns,
      String hostIp,
      Instant startTime) {
    this.pod = pod;
    this.initRuns = initRuns;
    this.mainRuns = mainRuns;
    this.hostIp = hostIp;
    this.startTime = startTime;
  }

  /**
   * Returns the status.
   *
   * @param podIp the address of the pod, empty until it has one
   * @param end why the pod is over although its containers do not say so
   * @param isGoing true where the pod is being deleted and nothing is restarted
   * @param previous the last report, from which times are kept
   */
  PodStatus status(
      Optional<String> podIp, Optional<PodEnd> end, boolean isGoing, PodStatus previous) {
    String phase = end.isPresent() && !anyRunning() ? "Failed" : phase(isGoing);
    PodStatusBuilder status =
        new PodStatusBuilder()
            .withPhase(phase)
            .withHostIP(hostIp)
            .addNewHostIP(hostIp)
            .withStartTime(startTime.toString())
            .withQosClass(previous.getQosClass())
            .withObservedGeneration(pod.getMetadata().getGeneration())
            .withContainerStatuses(statuses(mainRuns, pod.getSpec().getContainers()))
            .withInitContainerStatuses(statuses(initRuns, pod.getSpec().getInitContainers()))
            .withConditions(conditions(phase, podIp.isPresent(), end, previous));
    podIp.ifPresent(ip -> status.withPodIP(ip).addNewPodIP(ip));
    end.filter(e -> phase.equals("Failed"))
        .ifPresent(e -> status.withReason(e.reason()).withMessage(e.message()));
    return status.build();
  }

  /** A running container has what its pod asks for, at once also where that has changed. */
  private static List<ContainerStatus> statuses(List<ContainerRun> runs, List<Container> specs) {
    Map<String, ResourceRequirements> resources = new HashMap<>();
    specs.forEach(
        spec ->
            resources.put(
                spec.getName(),
                Objects.requireNonNullElseGet(spec.getResources(), ResourceRequirements::new)));
    return runs.stream()
        .map(
            run ->
                run.isRunning()
                    ? run.status().edit().withResources(resources.get(run.name())).build()
                    : run.status())
        .toList();
  }

  private boolean anyRunning() {
    return Stream.concat(initRuns.stream(), mainRuns.stream()).anyMatch(ContainerRun::isRunning);
  }

  private String phase(boolean isGoing) {
    String policy = Optional.ofNullable(pod.getSpec().getRestartPolicy()).orElse("Always");
    boolean restartsNever = isGoing || policy.equals("Never");
    List<ContainerRun> steps =
        initRuns.stream().filter(run -> run.kind() == ContainerRun.Kind.INIT).toList();
    if (steps.stream().anyMatch(ContainerRun::hasFailed) && restartsNever && !anyRunning()) {
      return "Failed";
    }
    if (!isInitialized()) {
      return "Pending";
    }
    if (mainRuns.stream()
        .anyMatch(run -> !run.isRunning() && !run.hasEnded() && !run.waitsForRestart())) {
      return "Pending";
    }
    if (anyRunning() || mainRuns.stream().anyMatch(run -> !run.hasEnded())) {
      return "Running";
    }
    if (policy.equals("Always") && !isGoing) {
      return "Running";
    }
    if (mainRuns.stream().allMatch(ContainerRun::hasSucceeded)) {
      return "Succeeded";
    }
    return restartsNever ? "Failed" : "Running";
  }

  private boolean isInitialized() {
    return incomplete().isEmpty();
  }

  private List<String> incomplete() {
    return initRuns.stream()
        .filter(
            run ->
                run.kind() == ContainerRun.Kind.SIDECAR
                    ? !run.isRunning() && !run.hasEnded() && !run.waitsForRestart()
                    : !run.hasSucceeded())
        .map(ContainerRun::name)
        .toList();
  }

  private List<PodCondition> conditions(
      String phase, boolean hasSandbox, Optional<PodEnd> end, PodStatus previous) {
    boolean isOver = phase.equals("Succeeded") || phase.equals("Failed");
    List<PodCondition> conditions = new ArrayList<>();
    end.filter(PodEnd::isDisruption)
        .ifPresent(
            e ->
                conditions.add(
                    condition(DISRUPTION, true, "TerminationByKubelet", e.message(), previous)));
    boolean hasRoom = hasSandbox && !isOver;
    conditions.add(condition("PodReadyToStartContainers", hasRoom, null, null, previous));
    conditions.add(initialized(phase, previous));
    String overReason = phase.equals("Succeeded") ? "PodCompleted" : "PodFailed";
    List<String> unready = unready();
    boolean ready = !isOver && unready.isEmpty();
    String reason = ready ? null : isOver ? overReason : "ContainersNotReady";
    String message =
        ready || isOver ? null : "containers with unready status: [" + join(unready) + "]";
    conditions.add(condition("Ready", ready, reason, message, previous));
    conditions.add(condition("ContainersReady", ready, reason, message, previous));
    current(pod).stream()
        .filter(other -> !OF_KUBELET.contains(other.getType()))
        .filter(other -> !(other.getType().equals(DISRUPTION) && end.isPresent()))
        .forEach(conditions::add);
    return conditions;
  }

  private PodCondition initialized(String phase, PodStatus previous) {
    List<String> incomplete = incomplete();
    if (incomplete.isEmpty() || phase.equals("Succeeded")) {
      String reason = phase.equals("Succeeded") ? "PodCompleted" : null;
      return condition("Initialized", true, reason, null, previous);
    }
    return condition(
        "Initialized",
        false,
        "ContainersNotInitialized",
        "containers with incomplete status: [" + join(incomplete) + "]",
        previous);
  }

  private List<String> unready() {
    return Stream.concat(
            initRuns.stream().filter(run -> run.kind() == ContainerRun.Kind.SIDECAR),
            mainRuns.stream())
        .filter(run -> !run.isRunning())
        .map(ContainerRun::name)
        .toList();
  }

  private PodCondition condition(
      String type,
      boolean value,
      @Nullable String reason,
      @Nullable String message,
      PodStatus previous) {
    String status = value ? "True" : "False";
    String since =
        previous.getConditions().stream()
            .filter(old -> old.getType().equals(type) && old.getStatus().equals(status))
            .map(PodCondition::getLastTransitionTime)
            .findFirst()
            .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastTransitionTime(since)
        .withObservedGeneration(pod.getMetadata().getGeneration())
        .build();
  }

  private static List<PodCondition> current(Pod pod) {
    return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
  }

  private static String join(List<String> names) {
    return names.stream().collect(Collectors.joining(" "));
  }
}
