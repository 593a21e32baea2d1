// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import io.podsmith.core.pods.Disruptions;
import io.podsmith.core.pods.SchedulingGates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a pod's state into words. Never shows its environment, arguments or annotations. */
public final class PodWords {
  private static final String UNKNOWN = "N/A";

  /** Every pod passes through these, so they are not worth a line of their own. */
  private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");

  private PodWords() {}

  /** Returns the phase, {@code Unknown} where the pod has none. */
  public static String phase(Pod pod) {
    return status(pod).map(PodStatus::getPhase).orElse("Unknown");
  }

  /** Finds what holds the pod up, or how its Spark container ended. */
  public static Optional<Remark> remark(Pod pod, String container) {
    if (isBeingDeleted(pod)) {
      return Optional.of(
          new Remark("Terminating", disruption(pod).orElse("the pod is being deleted")));
    }
    return terminated(pod, container)
        .map(state -> new Remark(ended(state), ""))
        .or(() -> podReason(pod))
        .or(() -> waiting(pod))
        .or(() -> unscheduled(pod));
  }

  /** Finds how a container ended. */
  public static Optional<ContainerStateTerminated> terminated(Pod pod, String container) {
    return containerStatuses(pod)
        .filter(status -> container.equals(status.getName()))
        .map(ContainerStatus::getState)
        .flatMap(state -> Stream.ofNullable(state == null ? null : state.getTerminated()))
        .findFirst();
  }

  /** Describes how a container ended, for example {@code exit code 137, OOMKilled}. */
  static String ended(ContainerStateTerminated state) {
    String reason = state.getReason();
    return "exit code "
        + state.getExitCode()
        + (reason == null || reason.isEmpty() || reason.equals("Error") ? "" : ", " + reason);
  }

  /** Finds containers other than one that ended with an error, init containers included. */
  static List<String> failedBeside(Pod pod, String container) {
    return Stream.concat(initStatuses(pod), containerStatuses(pod))
        .filter(status -> !container.equals(status.getName()))
        .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
        .filter(status -> status.getState().getTerminated().getExitCode() != 0)
        .map(status -> status.getName() + " (" + ended(status.getState().getTerminated()) + ")")
        .toList();
  }

  /**
   * Finds what the pod as a whole says, for example {@code Evicted} with the kubelet's words.
   *
   * <p>The reason of a pod is set where it did not end by itself.
   */
  static Optional<Remark> podReason(Pod pod) {
    return status(pod)
        .filter(status -> notEmpty(status.getReason()))
        .map(status -> new Remark(status.getReason(), orEmpty(status.getMessage())));
  }

  /** Returns whether somebody has deleted the pod, which then still has its grace period. */
  public static boolean isBeingDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Describes why the cluster ends the pod, in words that follow "the pod was". */
  static Optional<String> disruption(Pod pod) {
    return conditions(pod)
        .filter(condition -> "DisruptionTarget".equals(condition.getType()))
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(
            condition ->
                Disruptions.ofCondition(
                    orEmpty(condition.getReason()), orEmpty(condition.getMessage())))
        .findFirst();
  }

  /**
   * Finds what a pod that has not started waits for: what holds it up, else the state that every
   * pod passes through.
   */
  public static Remark waitingFor(Pod pod) {
    return waiting(pod)
        .or(() -> unscheduled(pod))
        .or(() -> ordinaryWait(pod))
        .orElseGet(() -> new Remark(isScheduled(pod) ? "the node" : "the scheduler", ""));
  }

  /** Returns whether the pod's status says no more than that it is about to start. */
  public static boolean isUnexplained(Pod pod) {
    return waiting(pod).isEmpty() && unscheduled(pod).isEmpty();
  }

  private static boolean isScheduled(Pod pod) {
    return notEmpty(pod.getSpec().getNodeName());
  }

  private static Optional<Remark> waiting(Pod pod) {
    return waits(pod).filter(remark -> !ORDINARY.contains(remark.reason())).findFirst();
  }

  private static Optional<Remark> ordinaryWait(Pod pod) {
    return waits(pod).findFirst();
  }

  private static Stream<Remark> waits(Pod pod) {
    return Stream.concat(initStatuses(pod), containerStatuses(pod))
        .map(ContainerStatus::getState)
        .flatMap(state -> Stream.ofNullable(state == null ? null : state.getWaiting()))
        .filter(waiting -> notEmpty(waiting.getReason()))
        .map(waiting -> new Remark(waiting.getReason(), orEmpty(waiting.getMessage())));
  }

  private static Optional<Remark> unscheduled(Pod pod) {
    return conditions(pod)
        .filter(condition -> "PodScheduled".equals(condition.getType()))
        .filter(condition -> "False".equals(condition.getStatus()))
        .map(condition -> unscheduled(condition, pod.getSpec().getSchedulingGates()))
        .findFirst();
  }

  private static Remark unscheduled(PodCondition condition, List<PodSchedulingGate> gates) {
    String reason = notEmpty(condition.getReason()) ? condition.getReason() : "Unscheduled";
    return new Remark(
        reason,
        SchedulingGates.name(
            reason,
            orEmpty(condition.getMessage()),
            gates.stream().map(PodSchedulingGate::getName).toList()));
  }

  /**
   * Describes a pod on several lines.
   *
   * <p>Tools read {@code pod name: …} and {@code exit code: …} in the output of spark-submit, so
   * these stand on lines of their own.
   */
  static String describe(Pod pod) {
    List<String> lines = new ArrayList<>();
    lines.add(line(1, "pod name", pod.getMetadata().getName()));
    lines.add(line(1, "namespace", pod.getMetadata().getNamespace()));
    lines.add(line(1, "labels", labels(pod)));
    lines.add(line(1, "pod uid", pod.getMetadata().getUid()));
    lines.add(line(1, "creation time", pod.getMetadata().getCreationTimestamp()));
    lines.add(line(1, "service account name", pod.getSpec().getServiceAccountName()));
    lines.add(line(1, "volumes", volumes(pod)));
    lines.add(line(1, "node name", pod.getSpec().getNodeName()));
    lines.add(line(1, "start time", status(pod).map(PodStatus::getStartTime).orElse(null)));
    lines.add(line(1, "phase", phase(pod)));
    lines.add(line(1, "container status", containers(pod, 2)));
    return String.join("", lines);
  }

  /** Describes the containers of a pod on several lines. */
  static String containers(Pod pod) {
    return containers(pod, 1);
  }

  private static String containers(Pod pod, int depth) {
    return containerStatuses(pod)
        .map(status -> container(status, depth))
        .collect(Collectors.joining("\n"));
  }

  private static String container(ContainerStatus status, int depth) {
    List<String> lines = new ArrayList<>();
    lines.add(line(depth, "container name", status.getName()));
    lines.add(line(depth, "container image", status.getImage()));
    ContainerState state = status.getState();
    if (state != null && state.getRunning() != null) {
      lines.add(line(depth, "container state", "running"));
      lines.add(line(depth, "container started at", state.getRunning().getStartedAt()));
    } else if (state != null && state.getTerminated() != null) {
      ContainerStateTerminated ended = state.getTerminated();
      lines.add(line(depth, "container state", "terminated"));
      lines.add(line(depth, "container started at", ended.getStartedAt()));
      lines.add(line(depth, "container finished at", ended.getFinishedAt()));
      lines.add(line(depth, "exit code", String.valueOf(ended.getExitCode())));
      lines.add(line(depth, "termination reason", ended.getReason()));
    } else if (state != null && state.getWaiting() != null) {
      lines.add(line(depth, "container state", "waiting"));
      lines.add(line(depth, "pending reason", state.getWaiting().getReason()));
    } else {
      lines.add(line(depth, "container state", null));
    }
    return String.join("", lines);
  }

  private static String line(int depth, String name, @Nullable String value) {
    return "\n" + "\t".repeat(depth) + " " + name + ": " + (notEmpty(value) ? value : UNKNOWN);
  }

  private static String labels(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null
        ? ""
        : labels.entrySet().stream()
            .map(label -> label.getKey() + " -> " + label.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String volumes(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getName)
        .collect(Collectors.joining(", "));
  }

  private static Stream<PodCondition> conditions(Pod pod) {
    return status(pod).map(PodStatus::getConditions).stream().flatMap(List::stream);
  }

  private static Stream<ContainerStatus> containerStatuses(Pod pod) {
    return status(pod).map(PodStatus::getContainerStatuses).stream().flatMap(List::stream);
  }

  private static Stream<ContainerStatus> initStatuses(Pod pod) {
    return status(pod).map(PodStatus::getInitContainerStatuses).stream().flatMap(List::stream);
  }

  private static Optional<PodStatus> status(Pod pod) {
    return Optional.ofNullable(pod.getStatus());
  }

  private static boolean notEmpty(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * A word and its explanation.
   *
   * @param reason for example {@code ImagePullBackOff}
   * @param message the kubelet's or scheduler's own words, may be empty
   */
  public record Remark(String reason, String message) {
    @Override
    public String toString() {
      return message.isEmpty() ? reason : reason + ": " + message;
    }
  }
}
