// SPDX-License-Identifier: Apache-2.0
package io.podsmith.core.pods;

/**
 * Describes why the cluster ended a pod, from the {@code DisruptionTarget} condition or the reason
 * in the pod's status.
 */
public final class Disruptions {
  private Disruptions() {}

  /**
   * Describes a {@code DisruptionTarget} condition.
   *
   * @param reason the condition's reason
   * @param message the condition's message, may be empty
   * @return words that follow "the pod was", for example {@code preempted for a pod of higher
   *     priority}
   */
  public static String ofCondition(String reason, String message) {
    return switch (reason) {
      case "PreemptionByScheduler" -> "preempted for a pod of higher priority";
      case "DeletionByTaintManager" ->
          "deleted because its node has a taint that it does not tolerate";
      case "EvictionByEvictionAPI" -> "evicted, for example because its node is drained";
      case "DeletionByPodGC" -> "deleted because its node does not exist any more";
      case "TerminationByKubelet" ->
          "ended by its node, which shuts down, is under resource pressure or preempts pods";
      default -> "ended by the cluster" + explained(reason, message);
    };
  }

  /**
   * Describes the reason in the status of a pod that the cluster ended.
   *
   * @param reason the status's reason, for example {@code Evicted}
   * @param message the status's message, may be empty
   * @return words that follow "the pod was"
   */
  public static String ofStatus(String reason, String message) {
    return switch (reason) {
      case "Evicted" -> "evicted from its node" + explained("", message);
      case "DeadlineExceeded" ->
          "ended because it ran longer than its activeDeadlineSeconds" + explained("", message);
      case "NodeLost" -> "lost with its node" + explained("", message);
      case "Preempting", "Preempted" ->
          "preempted for a pod of higher priority" + explained("", message);
      case "NodeShutdown", "Shutdown", "Terminated" ->
          "ended because its node shut down" + explained("", message);
      default -> "ended by the cluster" + explained(reason, message);
    };
  }

  private static String explained(String reason, String message) {
    String both =
        reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    return both.isEmpty() ? "" : " (%s)".formatted(both);
  }
}
