// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.submit;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.podsmith.core.pods.Disruptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a driver ended, by the last state of its pod.
 *
 * @param pod the last state that was observed
 * @param container the name of Spark's container
 * @param isGone whether the pod no longer exists
 */
public record DriverEnd(Pod pod, String container, boolean isGone) {
  /**
   * Returns how a driver ended, empty if it has not: its pod has a final phase, or Spark's
   * container has ended and is not started again, while sidecars may still run.
   *
   * @param pod an existing pod
   * @param container the name of Spark's container
   */
  public static Optional<DriverEnd> of(Pod pod, String container) {
    String phase = PodWords.phase(pod);
    boolean hasEnded =
        phase.equals("Succeeded")
            || phase.equals("Failed")
            || (PodWords.terminated(pod, container).isPresent()
                && "Never".equals(pod.getSpec().getRestartPolicy()));
    return hasEnded ? Optional.of(new DriverEnd(pod, container, false)) : Optional.empty();
  }

  /** Returns the exit code of Spark's container, empty where it is not known. */
  public OptionalInt exitCode() {
    return terminated()
        .map(state -> OptionalInt.of(state.getExitCode()))
        .orElse(OptionalInt.empty());
  }

  /**
   * Returns whether the application succeeded: Spark's container decides, except where the cluster
   * ended the pod (a deadline, an eviction), which is never a success. A sidecar that failed does
   * not matter.
   */
  public boolean isSuccess() {
    String phase = PodWords.phase(pod);
    if (!phase.equals("Succeeded") && PodWords.podReason(pod).isPresent()) {
      return false;
    }
    return exitCode().isPresent()
        ? exitCode().getAsInt() == 0
        : phase.equals("Succeeded") && !isGone;
  }

  /** Returns whether the application itself failed, so that its log explains the end. */
  public boolean isOwnFailure() {
    return !isSuccess()
        && !isGone
        && !PodWords.isBeingDeleted(pod)
        && PodWords.disruption(pod).isEmpty()
        && PodWords.podReason(pod).isEmpty();
  }

  /** Describes why the application did not succeed, in one sentence. */
  public String why() {
    StringBuilder why =
        new StringBuilder(
            "driver pod %s in namespace %s %s"
                .formatted(pod.getMetadata().getName(), pod.getMetadata().getNamespace(), cause()));
    boolean isExplained = isOwnFailure();
    if (!isExplained) {
      terminated()
          .ifPresent(
              state ->
                  why.append("; container %s ended with ".formatted(container))
                      .append(PodWords.ended(state)));
    }
    if (!isGone && !PodWords.isBeingDeleted(pod)) {
      why.append(
          "; see kubectl logs %s -c %s -n %s"
              .formatted(pod.getMetadata().getName(), container, pod.getMetadata().getNamespace()));
    }
    return why.toString();
  }

  private String cause() {
    Optional<String> byCluster =
        PodWords.disruption(pod)
            .or(
                () ->
                    PodWords.podReason(pod)
                        .map(said -> Disruptions.ofStatus(said.reason(), said.message())));
    if (byCluster.isPresent()) {
      return "was " + byCluster.get();
    }
    if (isGone || PodWords.isBeingDeleted(pod)) {
      return "was deleted before the application ended";
    }
    if (terminated().isPresent()) {
      return "failed: container %s %s".formatted(container, ended(terminated().get()));
    }
    List<String> failed = PodWords.failedBeside(pod, container);
    return failed.isEmpty()
        ? "ended as %s".formatted(PodWords.phase(pod))
        : "failed before Spark started: %s".formatted(String.join(", ", failed));
  }

  private String ended(ContainerStateTerminated state) {
    return "OOMKilled".equals(state.getReason())
        ? """
          was killed for using more memory than its limit%s, %s; raise \
          spark.driver.memoryOverhead or spark.driver.memory"""
            .formatted(memoryLimit().map(" (%s)"::formatted).orElse(""), PodWords.ended(state))
        : "ended with " + PodWords.ended(state);
  }

  private Optional<String> memoryLimit() {
    return pod.getSpec().getContainers().stream()
        .filter(each -> container.equals(each.getName()))
        .map(Container::getResources)
        .flatMap(resources -> Optional.ofNullable(resources).stream())
        .map(ResourceRequirements::getLimits)
        .flatMap(limits -> Optional.ofNullable(limits).stream())
        .map((Map<String, Quantity> limits) -> limits.get("memory"))
        .flatMap(limit -> Optional.ofNullable(limit).stream())
        .map(Quantity::toString)
        .findFirst();
  }

  private Optional<ContainerStateTerminated> terminated() {
    return PodWords.terminated(pod, container);
  }
}
